"""What may stand in a source file: addresses, selectors, patterns, zones, each checked, with the remedy in the error's words.

`crawler.sources` puts them together. Raises ValueError only, which pydantic collects.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from cssselect import HTMLTranslator, SelectorError
from pydantic import AfterValidator, BeforeValidator

from crawler.data.toml import nearest

_NAMES = r"[^\s{}.]+(?:\.[^\s{}.]+)*"
_JSON_PATH = re.compile(_NAMES)
_TEMPLATE = re.compile(rf"(?:https?://|/)[^\s{{}}]*(?:\{{{_NAMES}\}}[^\s{{}}]*)+")


def _css(selector: str) -> str:
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise ValueError(f'"{selector}" is no CSS selector: {error}') from error
    return selector


def _pattern(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ValueError(f'"{expression}" is no regular expression: {error}') from error


def _zone(name: object) -> ZoneInfo:
    if not isinstance(name, str) or name not in _zone_names():
        raise ValueError(f'"{name}" is no IANA time zone{nearest(str(name), _zone_names())}')
    return ZoneInfo(name)


@cache
def _zone_names() -> set[str]:
    return available_timezones()  # walks through 600 files each time: 4 ms for every source file


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f'"{url}" is no http(s) address')
    return url


def _languages(value: object) -> object:
    tags = [value] if isinstance(value, str) else value
    if isinstance(tags, list):
        if not tags:
            raise ValueError('names no language; write as in language = "en"')
        for tag in tags:
            if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(tag)):
                raise ValueError(f'"{tag}" is no BCP 47 language tag such as "en" or "zh-Hans"')
        return tuple(tags)
    return tags


def as_tuple(value: object) -> object:
    """Return a list as a tuple, anything else as it is: TOML knows lists only, and what is wrong is said further on."""
    return tuple(value) if isinstance(value, list) else value


def _compiled(value: object) -> object:
    return (
        tuple(_pattern(item) if isinstance(item, str) else item for item in value) if isinstance(value, list) else value
    )


def _story_id(value: object) -> object:
    pattern = _pattern(value) if isinstance(value, str) else value
    if isinstance(pattern, re.Pattern) and not pattern.groups:
        raise ValueError(f'"{pattern.pattern}" has no group: put the story\'s id in ( )')
    return pattern


def _rising(dated: dict[int, date]) -> dict[int, date]:
    ordered = dict(sorted(dated.items()))
    for (one, day), (other, later) in pairwise(ordered.items()):
        if day > later:
            raise ValueError(f"{other} = {later} is before {one} = {day}; ids of this table rise with time")
    return ordered


def _host(name: str) -> str:
    if not re.fullmatch(r"[^\s/:@?#]+(\.[^\s/:@?#]+)*", name):
        raise ValueError(f'"{name}" is no host; write as in hosts = ["mining.com"]')
    return name.lower()


def _json_path(path: str) -> str:
    if not _JSON_PATH.fullmatch(path):
        raise ValueError(f'"{path}" is no path of names with points between them; write as in "data.list"')
    return path


def _json_value(form: str) -> str:
    if "{" not in form and "}" not in form:
        return _json_path(form)
    if not _TEMPLATE.fullmatch(form):
        raise ValueError(f'"{form}" is no address with paths in braces; write as in "https://tin.example/news/{{id}}"')
    return form


Url = Annotated[str, AfterValidator(_address)]
Urls = Annotated[tuple[Url, ...], BeforeValidator(as_tuple)]
Texts = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Hosts = Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(as_tuple)]
Css = Annotated[str, AfterValidator(_css)]
Selectors = Annotated[tuple[Css, ...], BeforeValidator(as_tuple)]
Patterns = Annotated[tuple[re.Pattern[str], ...], BeforeValidator(_compiled)]
StoryId = Annotated[re.Pattern[str] | None, BeforeValidator(_story_id)]
DatedIds = Annotated[dict[int, date], AfterValidator(_rising)]
Languages = Annotated[tuple[str, ...], BeforeValidator(_languages)]
JsonPath = Annotated[str, AfterValidator(_json_path)]
JsonValue = Annotated[str, AfterValidator(_json_value)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
