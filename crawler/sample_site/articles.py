"""The sample outlet's articles, and what a right reading of each is. Pages and gold come from the same data and cannot drift."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

HOST = "news.lodestar-metals.example"
SOURCE_ID = "lodestar-metals.example"
_TYPES = {"## ": "h", "- ": "li", "> ": "quote"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One story of the sample outlet, as its editors wrote it."""

    data: Mapping[str, Any]
    """The article's table of the outlet's TOML file."""
    timezone: ZoneInfo
    """Zone of ``published``."""

    @property
    def id(self) -> int:
        """The story's number, which its address holds."""
        return int(self.data["id"])

    @property
    def era(self) -> str:
        """Which of the four page designs it is printed in: ``A`` to ``D``."""
        return str(self.data["era"])

    @property
    def language(self) -> str:
        """``en`` or ``zh``."""
        return str(self.data.get("language", "en"))

    @property
    def printed_headline(self) -> str:
        """The headline with its kicker, as the page prints it."""
        return " ".join(filter(None, [self.data.get("kicker", "").strip(), self.data["headline"]]))

    @property
    def published(self) -> datetime | None:
        """Local time of publication, naive; None where the page prints no date."""
        text = self.data.get("published")
        return datetime.fromisoformat(text) if text else None

    @property
    def path(self) -> str:
        """Path of its page."""
        number, slug = self.id, self.data["slug"]
        edition = "zh" if self.language == "zh" else "en"
        return {
            "A": f"/newscontent/{number}/{slug}/",
            "B": f"/newscontent/{number}/{slug}/",
            "C": f"/newscontent/{number}-{slug}",
            "D": f"/{edition}/newscontent/{number}-{slug}",
        }[self.era]

    @property
    def url(self) -> str:
        """Address of its page."""
        return f"https://{HOST}{self.path}"

    def blocks(self) -> list[tuple[str, str]]:
        """Return type and text of each block of the body, in order."""
        marked = [(next((m for m in _TYPES if text.startswith(m)), ""), text) for text in self.data["body"]]
        return [(_TYPES.get(mark, "p"), text.removeprefix(mark)) for mark, text in marked]

    def gold(self) -> dict[str, Any]:
        """Return the fields of a right reading, as `Article.to_dict` gives them."""
        moment = self.published
        day_only = "T" not in str(self.data.get("published", "T"))
        return {
            "identifier": f"{SOURCE_ID}:{self.id}:{self.language}",
            "source": SOURCE_ID,
            "headline": self.data["headline"],
            "description": self.data.get("abstract"),
            "article_body": "\n\n".join(text for _, text in self.blocks()),
            "block_types": [kind for kind, _ in self.blocks()],
            "date_published": _utc(moment, self.timezone) if moment else None,
            "date_precision": ("day" if day_only else "minute") if moment else None,
            "date_published_local": moment.date().isoformat() if moment else None,
            "keywords": list(self.data.get("keywords", [])),
            "tags": sorted(self.data["tags"]),
            "genre": self.data.get("genre"),
            "in_language": self.language,
            "authors": [],
            "dateline_place": self.data.get("dateline_place"),
            "source_credit": _credit(self.data.get("credit")),
            "prices": [row["name"] for row in self.data.get("prices", [])],
        }


@cache
def sample_articles() -> tuple[SampleArticle, ...]:
    """Return all articles of the sample outlet, newest first."""
    text = (files("crawler.sample_site") / "outlets" / f"{HOST}.toml").read_text(encoding="utf-8")
    outlet = tomllib.loads(text)
    zone = ZoneInfo(outlet["timezone"])
    articles = [SampleArticle(data=table, timezone=zone) for table in outlet["article"]]
    return tuple(sorted(articles, key=lambda article: -article.id))


def _utc(local: datetime, zone: ZoneInfo) -> str:
    return local.replace(tzinfo=zone).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _credit(credit: str | None) -> str | None:
    return credit.strip(" .,;:") if credit else None
