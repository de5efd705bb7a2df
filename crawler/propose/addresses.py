"""What a site's story addresses have in common that its other addresses lack: regular expressions for a source file. Pure.

A number behind a word of the path, ``/newscontent/`` and digits, says it shortest and outlives redesigns; else the shape of
the path does: which parts are dates, numbers, or titles in small letters. The simplest expression that keeps the other pages out is
taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

_ENOUGH = 0.9  # stories that a set of expressions must cover: one in ten may be a guest of another section
_WORDS = 6  # different words in one place of the path that are still an enumeration of sections
_ENDING = re.compile(r"\.(?:html?|shtml|php|aspx?|jsp|cfm|ece|cms)$", re.IGNORECASE)
_KINDS: tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (kind, re.compile(form), tuple(written.split(" ")))
    for kind, form, written in (
        ("year", r"(?:19|20)\d\d", r"20\d\d"),
        ("day", r"(?:19|20)\d\d-\d\d-\d\d", r"\d{4}-\d\d-\d\d"),
        ("compact", r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?", r"\d{6,8}"),
        ("two", r"\d{1,2}", r"\d{1,2}"),
        ("id", r"\d{3,}", r"\d+"),
        ("hex", r"(?=[^/]*\d)[0-9a-fA-F]{8,}(?:-[0-9a-fA-F]{4,})*", r"[0-9a-fA-F-]{8,}"),
        ("id-title", r"\d{3,}[-_][^/]+", r"\d+[-_][^/]+"),
        ("title-id", r"[^/]+[-_]\d{4,}", r"[^/]+[-_]\d+"),
        ("title", r"[^/]*-[^/]*-[^/]*|[^/]{26,}|[^/]*%[0-9A-Fa-f]{2}[^/]*|[^/]*[^\x00-\x7f][^/]*",
         r"[^/]+ [^/]*-[^/]+ (?:[^/]*-){2}[^/]+ (?:[^/]*-){3}[^/]+"),
    )
)  # fmt: skip
"""Kind of a part of a path -> its form, and how it is written in an expression, loosest first."""
_MOST_IGNORED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """What a source file says of addresses."""

    article_url: tuple[str, ...]
    """Expressions of which one is found in each story's address."""
    ignore: tuple[str, ...] = ()
    """Expressions of other pages that those would take."""
    identity: str | None = None
    """Expression whose group is the story's own number; None where addresses carry none."""
    editions: tuple[str, ...] = ()
    """Parts of the path before the number that are languages; several of them share numbers."""


def told_apart(stories: Iterable[str], others: Iterable[str]) -> Addresses | None:
    """Return what tells *stories* from *others*, addresses of one site all; None where nothing does.

    What is among both is a story. Expressions are to be searched for in the whole address.
    """
    chosen = sorted(set(stories))
    rest = sorted(set(others) - set(chosen))
    if not chosen:
        return None
    numbered = _numbered(chosen, rest)
    if numbered:
        return numbered
    expressions: list[str] = []
    ignore: list[str] = []
    left = len(chosen)
    shapes = _shapes(chosen)
    for shape, members in shapes:
        if left <= (1 - _ENOUGH) * len(chosen):
            break
        expression, wrong = _expression(shape, members, rest)
        expressions.append(expression)
        ignore += wrong
        left -= len(members)
    identity = _own_number(expressions[0], shapes[0][0], chosen) if len(expressions) == 1 else None
    return Addresses(article_url=tuple(expressions), ignore=tuple(dict.fromkeys(ignore)), identity=identity)


def story_like(links: Sequence[tuple[str, str]]) -> list[str]:
    """Return the addresses of a page's *links* (address and text) that are stories by their looks, in order.

    The largest group of addresses of one shape that holds titles, dates or numbers, under texts as long as headlines.
    """
    groups: defaultdict[object, list[str]] = defaultdict(list)
    texts: dict[str, str] = {}
    for url, text in links:
        if len(text) > len(texts.get(url, "")):
            texts[url] = text
    for url in dict.fromkeys(url for url, _ in links):
        parts = _parts(url)
        kinds = {kind for kind, _ in parts.path}
        if kinds & {"day", "compact", "id", "hex", "id-title", "title-id", "title"} and _is_headline(texts[url]):
            groups[(len(parts.path), frozenset(kinds - {"two"}) - {"word"}, parts.ending)].append(url)
    best = max(groups.values(), key=len, default=[])
    return best if len(best) >= 3 else []  # noqa: PLR2004  # two links of one shape are chance


def _is_headline(text: str) -> bool:
    words = text.split()
    return len(words) >= 3 or (len(text) >= 8 and any(char > "\u2e80" for char in text))  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class _Parts:
    path: tuple[tuple[str, str], ...]
    """Kind and text of each part; ``word`` is a plain one."""
    ending: str
    query: tuple[str, ...]


def _parts(url: str) -> _Parts:
    split = urlsplit(url)
    path = split.path
    ending = found.group() if (found := _ENDING.search(path)) else ""
    parts = [part for part in path.removesuffix(ending).split("/") if part]
    return _Parts(
        tuple((_kind(part), part) for part in parts), ending, tuple(name for name, _ in parse_qsl(split.query))
    )


def _kind(part: str) -> str:
    return next((kind for kind, form, _ in _KINDS if form.fullmatch(part)), "word")


# --- a number behind a word -------------------------------------------------------------------------------------------


def _numbered(stories: Sequence[str], others: Sequence[str]) -> Addresses | None:
    """The words of which one stands right before a story's own number, in nearly all stories and no other page."""
    found: Counter[str] = Counter()
    words_of: dict[str, list[str]] = {}
    for url in stories:
        words_of[url] = list(_words_before_number(url))
        found.update(words_of[url])
    chosen: list[str] = []
    left = set(stories)
    for word, _ in found.most_common(4):
        hits = {url for url in left if word in words_of[url]}
        if hits and not any(re.search(rf"/{word}/\d{{3,}}", url) for url in others):
            chosen.append(word)
            left -= hits
        if len(left) <= (1 - _ENOUGH) * len(stories):
            break
    if not chosen or len(left) > (1 - _ENOUGH) * len(stories):
        return None
    words = chosen[0] if len(chosen) == 1 else f"(?:{'|'.join(sorted(chosen))})"
    core = rf"/{words}/(\d+)"
    numbers = [match[1] for url in stories if (match := re.search(core, url))]
    # One number, several stories: it counts something else, such as a section, unless these are editions.
    editions = _editions(stories, core)
    unique = len(set(numbers)) >= _ENOUGH * len(stories) / max(1, len(editions)) / len(chosen)
    if not unique or max(map(len, numbers)) < 3:  # noqa: PLR2004
        return None
    return Addresses(article_url=(core.replace("(\\d+)", "\\d+"),), identity=core, editions=editions)


def _words_before_number(url: str) -> Iterator[str]:
    path = _parts(url).path
    for (before, word), (kind, _) in pairwise(path):
        if before == "word" and kind in ("id", "id-title"):
            yield _escaped(word)


def _editions(stories: Sequence[str], core: str) -> tuple[str, ...]:
    first = (_parts(url).path[0][1] for url in stories if re.search(core, url) and _parts(url).path)
    return tuple(sorted({part for part in first if re.fullmatch(r"[a-z]{2}", part)}))


# --- the shape of the path --------------------------------------------------------------------------------------------

_Shape = tuple[tuple[str, ...], str, tuple[str, ...]]


def _shapes(stories: Sequence[str]) -> list[tuple[_Shape, list[str]]]:
    """Stories by the kinds of their parts, the largest group first; a short title is one where its neighbors have long ones."""
    titled = Counter(
        (tuple(kind for kind, _ in parts.path[:-1]), parts.ending, parts.query)
        for parts in map(_parts, stories)
        if parts.path and parts.path[-1][0] == "title"
    )
    groups: defaultdict[_Shape, list[str]] = defaultdict(list)
    for url in stories:
        parts = _parts(url)
        kinds = [kind for kind, _ in parts.path]
        if kinds and kinds[-1] == "word" and titled[tuple(kinds[:-1]), parts.ending, parts.query]:
            kinds[-1] = "title"
        groups[tuple(kinds), parts.ending, parts.query].append(url)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _expression(shape: _Shape, members: Sequence[str], others: Sequence[str]) -> tuple[str, list[str]]:
    """The expression for a shape that takes fewest of *others*, the loosest of several, and what to ignore nevertheless."""
    choices = list(_choices(shape, members))
    fitting = [text for text in choices if all(re.search(text, url) for url in members)] or choices[:1]
    taken = [[url for url in others if re.search(text, url)] for text in fitting]
    wrong = min(taken, key=len)
    ignore = [f"^https?://[^/]+{_escaped(urlsplit(url).path.rstrip('/'))}/?$" for url in wrong[:_MOST_IGNORED]]
    return fitting[taken.index(wrong)], ignore


def _own_number(expression: str, shape: _Shape, stories: Sequence[str]) -> str | None:
    """The same expression with the story's own number as its group: the last part of the path, or the only parameter."""
    kinds, _, query = shape
    if query:
        identity = expression.replace("=[^&]+", r"=(\d+)") if len(query) == 1 else expression
    else:
        last = {"id": r"/\d+", "id-title": r"/\d+[-_]", "title-id": r"[-_]\d+"}.get(kinds[-1] if kinds else "")
        head, found, tail = expression.rpartition(last) if last else (expression, "", "")
        identity = head + found.replace(r"\d+", r"(\d+)") + tail if found else expression
    numbers = [match[1] for url in stories if re.compile(identity).groups and (match := re.search(identity, url))]
    return identity if len(set(numbers)) == len(stories) else None


def _choices(shape: _Shape, members: Sequence[str]) -> Iterator[str]:
    kinds, ending, query = shape
    paths = [[text for _, text in _parts(url).path] for url in members]
    written: list[tuple[str, ...]] = []
    for place, kind in enumerate(kinds):
        texts = sorted({path[place] for path in paths})
        if kind == "word":
            words = [_escaped(text) for text in texts]
            enumerated = words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"
            written.append(
                (enumerated,) if len(words) == 1 else ("[^/]+", *((enumerated,) if len(words) <= _WORDS else ()))
            )
        else:
            written.append(next(forms for name, _, forms in _KINDS if name == kind))
    numbers = "&".join(rf"{_escaped(name)}=[^&]+" for name in query)
    end = _escaped(ending) + (rf"\?{numbers}" if numbers else "/?") + "$"
    for tightness in range(max((len(forms) for forms in written), default=1)):
        path = "".join(f"/{forms[min(tightness, len(forms) - 1)]}" for forms in written)
        yield f"^https?://[^/]+{path}{end}"


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")
