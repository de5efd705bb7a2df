"""Makes text and queries fit one FTS5 index that finds English plurals and Chinese words of any length.

Each Chinese, Japanese or Korean character stands alone in the index, between zero width spaces, and a word of several
is searched as a phrase. The rejected way, the trigram tokenizer, finds nothing under three characters at 2.6 times the
size.

Pure, but for the database in memory that `snippets` makes and drops. `index_text` is part of the stored index: text is
deleted from it by saying the same words again. Whoever changes it adds a migration that builds the index anew.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from types import MappingProxyType

from storage.names import MAX_WORDS, name_key, runs

SEPARATOR = "\u200b"
"""Zero width space: unicode61 ends a word there, and no reader sees it."""

MARK_START = "\x02"
"""Stands before each hit in a snippet; stored text never contains it."""

MARK_END = "\x03"
"""Stands after each hit in a snippet."""

TOKENIZER = "porter unicode61 remove_diacritics 2"

COLUMNS = ("headline", "description", "article_body", "keywords", "byline")
"""Columns of ``articles_fts``, in order."""

WEIGHTS = (8.0, 3.0, 1.0, 4.0, 2.0)
"""What a hit in each column counts for in the ranking: a story about copper has it in its headline."""

SNIPPET_TOKENS = 32
"""Length of a snippet, in words or single CJK characters; FTS5 allows 64."""

SNIPPET_CHARS = 10_000
"""How much of a text a snippet is looked for in; its work grows with the square of the hits: 4.6 s for 16,000."""

MAX_TERMS = 100
"""Terms of a query that count; what follows is left out."""

# Explicit ranges, not unicodedata: the index outlives the Python that wrote it. Ideographic marks and numerals, kana,
# bopomofo, hangul (jamo and syllables), Han with extensions A to H, compatibility Han, half-width kana and hangul.
CJK = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f\U00020000-\U0002fa1f"
    "\U00030000-\U000323af"
)
"""The inside of a regex class: every character that is a word of its own."""

NO_NAMES: Mapping[str, Sequence[str]] = MappingProxyType({})
"""Of a search that takes every word for itself."""

_BODY = COLUMNS.index("article_body")
_OPENING = 160  # characters: about as long as a snippet of 32 words
_CJK_RUN = re.compile(f"[{CJK}]+")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_NO_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_WORD = re.compile(r"\w")


def index_text(text: str) -> str:
    """Return *text* as the index wants it: each CJK character alone, full-width letters and digits in their plain form.

    >>> index_text("稀土10%").split(SEPARATOR)
    ['', '稀', '土', '10%']
    """
    if text.isascii():
        return text
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    return _CJK_RUN.sub(_apart, text)


def match_expression(query: str, *, names: Mapping[str, Sequence[str]] = NO_NAMES) -> str | None:
    """Return the FTS5 expression for what a person typed; None where nothing in it can be searched for.

    All words must occur; ``"several words"`` occur in this order; ``-word`` must not occur. Every term is quoted, so
    that no input is a syntax error or an operator. A query that only excludes is None: "everything but" is a filter,
    not a search. For words whose `name_key` is in *names*, alone or several in a row, any of those names will do; phrases
    in quotes stand for themselves.

    >>> match_expression('copper "supply and demand" -zinc')
    '("copper" "supply and demand") NOT ("zinc")'
    """
    wanted: list[str] = []
    groups: list[str] = []
    unwanted: list[str] = []
    for minus, words, is_phrase in _named(_terms(query), names):
        others = () if minus or is_phrase else names.get(name_key(" ".join(words)), ())
        terms = [_quoted(word) for word in words]
        if minus:
            unwanted += terms
        elif others:
            typed = " ".join(terms)
            groups.append(" OR ".join(dict.fromkeys([typed, *map(_quoted, others)])))
        else:
            wanted += terms
    if not wanted and not groups:
        return None
    # FTS5 binds words that stand side by side more tightly than AND, OR and NOT, and skips a term without any token.
    expression = " AND ".join(f"({group})" for group in ([" ".join(wanted)] if wanted else []) + groups)
    if len(groups) + bool(wanted) > 1:
        expression = f"({expression})"
    return f"{expression} NOT ({' OR '.join(unwanted)})" if unwanted else expression


def name_keys(query: str) -> list[str]:
    """Return the `name_key` of every word and run of words in *query* that could be a name."""
    return [key for row in _rows_of_words(_terms(query)) for _, key in runs(row) if key]


def snippets(texts: Sequence[Sequence[str]], expression: str) -> list[str]:
    """Return for each of *texts* the passage that matches *expression* best, hits between `MARK_START` and `MARK_END`.

    A text is one string for each of `COLUMNS`. The body is preferred to the headline, which is shown anyway. The index
    itself keeps no text, so the few texts of one page of hits are indexed anew, in memory, by the same rules. Where the
    match lies beyond the first `SNIPPET_CHARS`, the passage is the beginning of the body.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.execute(f"CREATE VIRTUAL TABLE hits USING fts5 ({', '.join(COLUMNS)}, tokenize = '{TOKENIZER}')")
        memory.executemany(
            f"INSERT INTO hits (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            [(number, *(index_text(part[:SNIPPET_CHARS]) for part in text)) for number, text in enumerate(texts)],
        )
        found = memory.execute(
            "SELECT rowid, snippet(hits, 2, :start, :end, '…', :size), snippet(hits, -1, :start, :end, '…', :size)"
            " FROM hits WHERE hits MATCH :expression",
            {"start": MARK_START, "end": MARK_END, "size": SNIPPET_TOKENS, "expression": expression},
        ).fetchall()
    passages = {number: body if MARK_START in body else best for number, body, best in found}
    return [_readable(passages.get(number, text[_BODY][:_OPENING])) for number, text in enumerate(texts)]


def _terms(query: str) -> list[tuple[bool, str, bool]]:
    """The terms of a query that hold a word: whether it is excluded, its text, whether it is a phrase in quotes."""
    # Each once: a snippet of ten times the same word in a text of nothing else took 7.5 s.
    found = list(dict.fromkeys(_TERM.findall(_NO_TEXT.sub(" ", query).translate(_QUOTES))))[:MAX_TERMS]
    return [(bool(minus), phrase or word, not word) for minus, phrase, word in found if _WORD.search(phrase or word)]


def _rows_of_words(terms: Sequence[tuple[bool, str, bool]]) -> list[list[str]]:
    """Words that stand side by side and could be one name: no phrases, nothing excluded."""
    rows: list[list[str]] = [[]]
    for minus, text, is_phrase in terms:
        if minus or is_phrase:
            rows.append([])
        else:
            rows[-1].append(text)
    return rows


def _named(
    terms: Sequence[tuple[bool, str, bool]], names: Mapping[str, Sequence[str]]
) -> Iterator[tuple[bool, list[str], bool]]:
    """The terms of a query, words that are one name together."""
    position = 0
    while position < len(terms):
        minus, text, is_phrase = terms[position]
        words = [text]
        if not minus and not is_phrase:
            plain = [word for no, word, quoted in terms[position : position + MAX_WORDS] if not no and not quoted]
            in_a_row = next((n for n, term in enumerate(terms[position:]) if term[0] or term[2]), len(terms))
            for count in range(min(len(plain), in_a_row), 1, -1):
                if name_key(" ".join(plain[:count])) in names:
                    words = plain[:count]
                    break
        yield minus, words, is_phrase
        position += len(words)


def _quoted(text: str) -> str:
    return f'"{index_text(text).replace(chr(34), " ")}"'  # a tag's name may hold a quotation mark: 12" plate


def _apart(run: re.Match[str]) -> str:
    return f"{SEPARATOR}{SEPARATOR.join(run.group())}{SEPARATOR}"


def _readable(passage: str) -> str:
    # Neighboring hits of one phrase are one hit for the eye: 稀土, not 稀 and 土.
    joined = passage.replace(SEPARATOR, "").replace(MARK_END + MARK_START, "")
    return " ".join(joined.split())
