"""The sample web's outlets and their articles, and what a right reading of each is. Pages and gold come from the same data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

LODESTAR = "lodestar-metals.example"
"""Id of the SMM-like outlet: four page designs, a listing with paging."""
LODESTAR_HOST = "news.lodestar-metals.example"

_TYPES = {"## ": "h", "- ": "li", "> ": "quote", "| ": "row"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One site of the sample web: what is printed around its stories."""

    data: Mapping[str, Any]
    """The outlet's TOML file, without its articles."""

    @property
    def id(self) -> str:
        """Id of its source: ``theassayer.example``."""
        host = self.host.removeprefix("www.")
        return host.removeprefix("news.")

    @property
    def name(self) -> str:
        """Its name as a reader knows it."""
        return str(self.data["name"])

    @property
    def host(self) -> str:
        """Host of its pages."""
        return str(self.data["host"])

    @property
    def language(self) -> str:
        """BCP 47 tag of its stories."""
        return str(self.data["language"])

    @property
    def timezone(self) -> ZoneInfo:
        """Zone of the times in its file, and of those it prints."""
        return ZoneInfo(self.data["timezone"])

    def address(self, path: str) -> str:
        """Return the address of a path."""
        return f"https://{self.host}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One story, as its editors wrote it."""

    data: Mapping[str, Any]
    """The article's table of the outlet's TOML file."""
    outlet: Outlet
    """Who publishes it."""
    opened: datetime
    """When the sample web opened, aware: stories that are some hours old count back from it."""

    @property
    def id(self) -> int:
        """The story's number."""
        return int(self.data["id"])

    @property
    def era(self) -> str:
        """Which of Lodestar's four page designs it is printed in: ``A`` to ``D``."""
        return str(self.data["era"])

    @property
    def path(self) -> str:
        """Path of its page, by the outlet's ``path``; in Lodestar's file, by that of the story's design and edition."""
        path = self.outlet.data["path"]
        if isinstance(path, dict):
            path = path[self.era]
        edition = "zh" if self.language == "zh" else "en"
        return str(path).format(id=self.id, slug=self.data["slug"], edition=edition, published=self.published)

    @property
    def url(self) -> str:
        """Address of its page."""
        return self.outlet.address(self.path)

    @property
    def identifier(self) -> str:
        """What makes it the same story again, by the outlet's ``identifier``; its address where the outlet has none."""
        form = self.outlet.data.get("identifier")
        return form.format(source=self.outlet.id, id=self.id, language=self.language) if form else self.url

    @property
    def language(self) -> str:
        """BCP 47 tag of its text."""
        return str(self.data.get("language", self.outlet.language))

    @property
    def headline(self) -> str:
        """The headline without its kicker; with it in an outlet whose kickers read on: ``Flash: tin falls``."""
        return self.printed_headline if self.outlet.data.get("kicker_reads_on") else str(self.data["headline"])

    @property
    def printed_headline(self) -> str:
        """The headline with its kicker, as the page prints it."""
        return " ".join(filter(None, [self.data.get("kicker", "").strip(), str(self.data["headline"])]))

    @property
    def hours_ago(self) -> int | None:
        """Its age in full hours when the sample web opened, where it says so; the page then prints that age as its date."""
        return self.data.get("hours_ago")

    @property
    def published(self) -> datetime | None:
        """Local time of publication, naive; None where the page prints no date."""
        if self.hours_ago is not None:
            moment = self.opened - timedelta(hours=self.hours_ago, minutes=20)
            return moment.astimezone(self.outlet.timezone).replace(tzinfo=None, second=0, microsecond=0)
        text = self.data.get("published")
        return datetime.fromisoformat(text) if text else None

    @property
    def published_at(self) -> datetime | None:
        """The moment of publication, aware; None where the page prints no date."""
        return self.published.replace(tzinfo=self.outlet.timezone) if self.published else None

    @property
    def modified_at(self) -> datetime | None:
        """The moment of the last change that the page states, aware; None where it states none."""
        text = self.data.get("modified")
        return datetime.fromisoformat(text).replace(tzinfo=self.outlet.timezone) if text else None

    @property
    def updated_at(self) -> datetime:
        """When the page last changed, aware; the sample web's beginning for a story without a date."""
        beginning = datetime(2018, 1, 1, tzinfo=UTC)
        return max(moment for moment in (self.published_at, self.modified_at, beginning) if moment)

    def at(self, now: datetime) -> SampleArticle:
        """Return the story as it reads at *now* (aware): edits that were made until then are in it."""
        data = dict(self.data)
        done = [
            edit
            for edit in data.get("edits", ())
            if datetime.fromisoformat(edit["at"]).replace(tzinfo=self.outlet.timezone) <= now
        ]
        for edit in done:
            if "headline" in edit:
                data["headline"] = edit["headline"]
            if "block" in edit:
                data["body"] = [edit["text"] if i == edit["block"] else text for i, text in enumerate(data["body"])]
            data["modified"] = max(edit["at"], data.get("modified", edit["at"]))
        if "modified" in data and datetime.fromisoformat(data["modified"]).replace(tzinfo=self.outlet.timezone) > now:
            del data["modified"]
        return replace(self, data=data)

    def blocks(self) -> list[tuple[str, str]]:
        """Return type and text of each block of the body, in order; the cells of a row stand between `` | ``."""
        marked = [(next((m for m in _TYPES if text.startswith(m)), ""), text) for text in self.data["body"]]
        return [(_TYPES.get(mark, "p"), text.removeprefix(mark).removesuffix(" |")) for mark, text in marked]

    def gold(self, retrieved_at: datetime | None = None) -> dict[str, Any]:
        """Return the fields of a right reading, as `Article.to_dict` gives them.

        A page that prints an age is read rightly when the age is taken from *retrieved_at*.
        """
        date = self.published_at
        if self.hours_ago is not None and retrieved_at is not None:
            read = (retrieved_at - timedelta(hours=self.hours_ago)).replace(second=0, microsecond=0)
            date = read.astimezone(self.outlet.timezone)
        day_only = "T" not in str(self.data.get("published", "T"))
        described = self.data.get("abstract") if self.outlet.id == LODESTAR else self.data.get("description")
        return {
            "identifier": self.identifier,
            "source": self.outlet.id,
            "headline": self.headline,
            "description": described,
            "article_body": "\n\n".join(text for _, text in self.blocks()),
            "block_types": [kind for kind, _ in self.blocks()],
            "date_published": _utc(date) if date else None,
            "date_precision": ("day" if day_only else self.outlet.data.get("precision", "minute")) if date else None,
            "date_published_local": date.date().isoformat() if date else None,
            "authors": list(self.data.get("authors", [])),
            "keywords": list(self.data.get("keywords", [])),
            "tags": sorted(self.data["tags"]),
            "genre": self.data.get("genre"),
            "in_language": self.language,
            "dateline_place": self.data.get("dateline_place"),
            "source_credit": _credit(self.data.get("source_credit", self.data.get("credit"))),
            "is_truncated": True if self.data.get("free") is False else None,
            "prices": [row["name"] for row in self.data.get("prices", [])],
        }


def sample_articles(outlet_id: str | None = None, *, opened: datetime | None = None) -> tuple[SampleArticle, ...]:
    """Return the articles of the whole sample web, or of one outlet, newest number first.

    *opened*: when the sample web opened, aware; left out: now.
    """
    moment = opened or datetime.now(UTC)
    found = [
        SampleArticle(data=table, outlet=outlet, opened=moment)
        for outlet, tables in _newsrooms()
        if outlet_id in (None, outlet.id)
        for table in sorted(tables, key=lambda table: -table["id"])
    ]
    return tuple(found)


def sample_outlets() -> tuple[Outlet, ...]:
    """Return all outlets of the sample web, sorted by id."""
    return tuple(outlet for outlet, _ in _newsrooms())


@cache
def _newsrooms() -> tuple[tuple[Outlet, tuple[Mapping[str, Any], ...]], ...]:
    folder = files("crawler.sample_site") / "outlets"
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir() if path.name.endswith(".toml")]
    stories = {data["host"]: {table["id"]: table for table in data["article"]} for data in read}
    rooms = [
        (
            Outlet(data={key: value for key, value in data.items() if key != "article"}),
            tuple(_with_wire(table, stories) for table in data["article"]),
        )
        for data in read
    ]
    return tuple(sorted(rooms, key=lambda room: room[0].id))


def _with_wire(table: Mapping[str, Any], stories: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> Mapping[str, Any]:
    """A story taken from the wire: the agency's text, whole or shortened, under the outlet's own headline."""
    wire = table.get("wire")
    if wire is None:
        return table
    original = stories[wire["host"]][wire["id"]]
    taken = {
        name: original[name] for name in ("dateline", "dateline_place", "credit", "source_credit") if name in original
    }
    return {**taken, **table, "body": list(_chosen(original["body"], wire.get("blocks")))}


def _chosen(body: list[str], blocks: list[int] | None) -> Iterator[str]:
    return (text for number, text in enumerate(body) if blocks is None or number in blocks)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _credit(credit: str | None) -> str | None:
    """Who is credited: without the word Source before it."""
    return credit.removeprefix("Source:").strip(" .,;:") if credit else None
