"""``boilerplate``: what a source's articles have taught of its notices, why, and how to undo it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import Commands
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from crawler.data.rules import PhraseRule
    from crawler.learning import Known, Learning
    from storage import ArticleStore

_COLUMNS = ("key", "source", "learned", "stories", "text", "reason")
_RULE_COLUMNS = ("id", "class", "where", "action", "drop")
_KEY = re.compile(r"[0-9a-f]{16}")


@click.group(cls=Commands, short_help="What is taken out of stories, why, and how to undo it.")
def boilerplate() -> None:
    """Notices that were learned from a source's articles, the shipped rules, and your word over the former."""


@boilerplate.command(name="list", short_help="List what was learned.")
@click.option("--source", metavar="ID", help="Only this source, as in metal.com.")
@click.option(
    "--all", "everything", is_flag=True, help="Also blocks that recur and are kept, with what speaks for them."
)
@click.option("--rules", is_flag=True, help="The shipped rules and your own in their place.")
@shared_options(db=True, data=True)
@output_options
def list_(source: str | None, given: Given, output: Output, *, everything: bool, rules: bool) -> None:
    """List the blocks that were learned to be boilerplate, and those a person decided on, each with the reason.

    Example: orewire boilerplate list --source metal.com --all
    """
    if rules:
        emit(map(_rule_row, given.knowledge().rules), output, columns=_RULE_COLUMNS)
        return
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store

    with ArticleStore(given.db, readonly=True) as store:
        found = (
            _row(name, known, learning, store)
            for name in ([source] if source else _sources(store))
            for learning in [_learning(store, name)]
            for known in learning.known()
            if known.learned or known.verdict or everything
        )
        emit(found, output, columns=_COLUMNS)


@boilerplate.command(short_help="Say why one block or rule is what it is.")
@click.argument("key", metavar="KEY|RULE|TEXT")
@click.option("--source", metavar="ID", help="Only this source, as in metal.com.")
@shared_options(db=True, data=True)
@output_options
def explain(key: str, source: str | None, given: Given, output: Output) -> None:
    """Say why a block is kept or taken out, and list the articles that have it; or show a rule with its sentences.

    KEY is one of `orewire boilerplate list`; the text of a block does as well.

    Example: orewire boilerplate explain 947e0ffbf18ef8c1
    """
    rule = next((rule for rule in given.knowledge().rules if rule.id == key), None)
    if rule:
        _explain_rule(rule)
        return
    from storage import ArticleStore  # noqa: PLC0415

    with ArticleStore(given.db, readonly=True) as store:
        rows = []
        for name, learning in _having(store, _as_key(key), source).items():
            known = learning.explained(_as_key(key))
            state = "learned, taken out" if known.learned else "kept"
            click.echo(f"{name}: {state}: {known.reason}", err=True)
            rows += [
                {"id": a.id, "date": a.day, "source": name, "headline": a.headline, "url": _url(store, a.id)}
                for a in learning.ledger.having(known.key)
            ]
        if not rows:
            raise click.ClickException(f'"{key}" is no rule, and no stored article has a block of that key or text')
        emit(rows, output, columns=("id", "date", "source", "headline", "url"))


@boilerplate.command(short_help="Keep a block for ever.")
@click.argument("key", metavar="KEY|TEXT")
@click.option("--source", metavar="ID", help="The source; needed where several have the block.")
@shared_options(db=True)
def allow(key: str, source: str | None, given: Given) -> None:
    """Say that a block, and its variants with other numbers, is never boilerplate.

    `orewire reextract` puts it back into the stories that lost it.

    Example: orewire boilerplate allow 947e0ffbf18ef8c1 --source metal.com
    """
    _decide(key, source, given, "allow")


@boilerplate.command(short_help="Take a block out for ever.")
@click.argument("key", metavar="KEY|TEXT")
@click.option("--source", metavar="ID", help="The source; needed where several have the block.")
@shared_options(db=True)
def deny(key: str, source: str | None, given: Given) -> None:
    """Say that a block is always boilerplate.

    `orewire reextract` takes it out of the stories that have it.

    Example: orewire boilerplate deny "Scan to join our group" --source metal.com
    """
    _decide(key, source, given, "deny")


def _decide(key: str, source: str | None, given: Given, decision: Any) -> None:  # noqa: ANN401  # one of two words
    from storage import ArticleStore  # noqa: PLC0415
    from storage.errors import StoreMissingError  # noqa: PLC0415

    if not given.db.exists():
        raise StoreMissingError(
            f"{given.db}: there is no store here; crawl first, or name one with --db", path=given.db
        )
    with ArticleStore(given.db) as store:
        having = _having(store, _as_key(key), source)
        if not having:
            where = f" of {source}" if source else ""
            raise click.ClickException(f'no stored article{where} has a block of the key or text "{key}"')
        if len(having) > 1:
            raise click.UsageError(f"several sources have it; choose one with --source: {', '.join(having)}")
        ((name, learning),) = having.items()
        text = _text(_as_key(key), learning, store) or key
        store.decide(name, _as_key(key), decision, text=text)
    click.echo(f"{name}: {'never' if decision == 'allow' else 'always'} boilerplate: {text}")


def _learning(store: ArticleStore, source: str) -> Learning:
    from crawler.learning import Learning  # noqa: PLC0415  # loads pydantic

    return Learning(store.counted_articles(source), store.verdicts(source))


def _sources(store: ArticleStore) -> list[str]:
    return sorted({*store.sources(), *(verdict.source for verdict in store.verdicts())})


def _having(store: ArticleStore, key: str, source: str | None) -> dict[str, Learning]:
    """The sources, or the one asked for, in which some article has the block or a person has spoken of it."""
    return {
        name: learning
        for name in ([source] if source else _sources(store))
        for learning in [_learning(store, name)]
        if learning.ledger.support(key) or any(verdict.key == key for verdict in store.verdicts(name))
    }


def _as_key(text: str) -> str:
    from storage.blocks import block_key  # noqa: PLC0415

    return text if _KEY.fullmatch(text) else block_key(text)


def _row(source: str, known: Known, learning: Learning, store: ArticleStore) -> dict[str, Any]:
    from storage.article import utc_text  # noqa: PLC0415

    return {
        "key": known.key,
        "source": source,
        "learned": "yes" if known.learned else "no",
        "stories": learning.ledger.support(known.key),
        "text": known.verdict.text if known.verdict else _text(known.key, learning, store),
        "reason": known.reason,
        "decided_at": utc_text(known.verdict.decided_at) if known.verdict else None,
    }


def _text(key: str, learning: Learning, store: ArticleStore) -> str | None:
    """The block as one of its articles has it; None where none has."""
    from storage.blocks import LEARNED, block_key, masked_key  # noqa: PLC0415

    for counted in learning.ledger.having(key):
        article = store.get(counted.id)
        kept = (article.article_body or "").split("\n\n") if article else []
        taken = [block["text"] for block in article.removed if block["rule"] == LEARNED] if article else []
        for text in (*kept, *taken):
            if key in (block_key(text), masked_key(text)):
                return text
    return None


def _url(store: ArticleStore, article_id: int) -> str | None:
    article = store.get(article_id)
    return article.url if article else None


def _rule_row(rule: PhraseRule) -> dict[str, Any]:
    return {
        "id": rule.id, "class": rule.kind, "where": rule.where, "part": rule.part, "action": rule.action,
        "drop": rule.drop[0], "keep": rule.keep[0],
    }  # fmt: skip


def _explain_rule(rule: PhraseRule) -> None:
    for line in _rule_lines(rule):
        click.echo(line)


def _rule_lines(rule: PhraseRule) -> Iterator[str]:
    yield f"{rule.id}: a shipped rule or your own, of the class {rule.kind}; {rule.action}, {rule.part}, {rule.where}"
    yield from (f"takes: {text}" for text in rule.drop)
    yield from (f"leaves: {text}" for text in rule.keep)
