"""``articles``, ``search`` and ``show`` over a small store made for the purpose."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from datetime import UTC, datetime

import pytest

from storage import Article, ArticleStore

CPU_SECONDS = 0.6
"""What a search may cost: it starts Python, click and SQLite, and neither Scrapy nor pydantic. Seen: 0.14."""

STORIES = (
    # id, local day, UTC moment, source, language, tags, headline, body
    ("2026-11-02", "2026-11-01T16:30:00", "metal.com", "en", ["copper"], "Copper falls", "Supply and demand are even."),
    ("2026-11-01", "2026-11-01T15:59:00", "metal.com", "en", ["tin"], "Tin rises", "Demand fell. Supply rose; mines shut."),
    ("2026-10-31", "2026-10-31T02:00:00", "metal.com", "zh", ["rare-earths"], "稀土价格下跌", "本周稀土市场平稳。无锡在等待。"),
    ("2026-10-30", "2026-10-30T02:00:00", "mining.com", "zh-Hant", ["tin"], "錫價上漲", "錫價上漲，銅價下跌。"),
    ("2026-10", "2026-09-30T16:00:00", "mining.com", "en", [], "October review", "A month of zinc and copper."),
    (None, None, "mining.com", "en", ["zinc"], "Undated zinc note", "Zinc concentrates were traded at the mine gate."),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "news.db"
    with ArticleStore(path) as opened:
        opened.put_tags([{"id": tag, "label": tag} for tag in ("copper", "tin", "zinc", "rare-earths", "nickel")])
        for number, (day, moment, source, language, tags, headline, body) in enumerate(STORIES, 1):
            article = Article(
                url=f"https://www.{source}/newscontent/{number}",
                identifier=f"{source}:{number}:en",
                source=source,
                headline=headline,
                article_body=body,
                tags=tags,
                in_language=language,
                date_published=datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None,
                date_published_local=day,
                removed=[{"text": "Scan the QR code", "rule": "qr-code"}],
            )
            opened.save(article)
        moved = opened.get(1)
        assert moved
        opened.save(Article(**{name: getattr(moved, name) for name in _FIELDS} | {"url": "https://metal.com/moved/1"}))
    return path


_FIELDS = Article.__dataclass_fields__


@pytest.fixture
def ask(run_here, store):
    """Run a command over the store; the value: the ids it listed."""

    def ask(command, *arguments):
        done = run_here(command, "--nl", "-c", "id", "--db", store, *arguments)
        assert done.returncode == 0, done.stderr
        return [json.loads(line)["id"] for line in done.stdout.splitlines()]

    return ask


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        pytest.param([], [1, 2, 3, 4, 5, 6], id="newest first, undated last"),
        pytest.param(["--source", "metal.com"], [1, 2, 3], id="source"),
        pytest.param(["--tag", "tin"], [2, 4], id="tag"),
        pytest.param(["--since", "2026-11-01"], [1, 2], id="since"),
        pytest.param(["--until", "2026-11-01"], [2, 3, 4, 5], id="until is included"),
        pytest.param(["--since", "2026-11-02", "--until", "2026-11-02"], [1], id="the source's own day, not UTC's"),
        pytest.param(["--since", "2026-10", "--until", "2026-10"], [3, 4, 5], id="a month"),
        pytest.param(["--lang", "zh"], [3, 4], id="language with its variants"),
        pytest.param(["--lang", "zh-Hant"], [4], id="variant"),
        pytest.param(["--limit", "2"], [1, 2], id="limit"),
        pytest.param(["--source", "mining.com", "--tag", "tin", "--limit", "5"], [4], id="all at once"),
        pytest.param(["--tag", "nickel"], [], id="a tag of the taxonomy that no story has"),
    ],
)
def test_a_list_holds_what_the_filters_let_through(ask, filters, ids):
    assert ask("articles", *filters) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param("copper", [1, 5], id="headline before body"),
        pytest.param("mine", [2, 6], id="singular finds plural"),
        pytest.param("supply demand", [1, 2], id="all words"),
        pytest.param('"supply and demand"', [1], id="phrase"),
        pytest.param("copper -zinc", [1], id="without"),
        pytest.param("锡", [3], id="one character"),
        pytest.param("稀土", [3], id="two characters"),
        pytest.param("稀土市场", [3], id="four characters"),
        pytest.param("土稀", [], id="characters in another order"),
        pytest.param("錫價", [4], id="traditional"),
        pytest.param("“supply and demand”", [1], id="typographic quotes"),
        pytest.param('"unbalanced', [], id="open quote"),
        pytest.param("AND OR NOT ( * :", [], id="syntax of FTS5"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_search_finds(ask, query, ids):
    found = ask("search", "--", query)

    assert sorted(found) == sorted(ids)


def test_the_best_hit_comes_first(ask):
    assert ask("search", "copper")[0] == 1


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["--since", "2026-11-01"], [1]),
        (["--source", "mining.com"], [5]),
        (["--tag", "copper"], [1]),
        (["--limit", "1"], [1]),
    ],
)
def test_a_search_takes_the_filters_of_a_list(ask, filters, ids):
    assert ask("search", "copper", *filters) == ids


def test_a_hit_is_shown_with_its_passage(run_here, store):
    done = run_here("search", "稀土", "--db", store)

    assert done.stdout.splitlines() == [
        "稀土价格下跌", "  2026-10-31  metal.com  #3", "  本周稀土市场平稳。无锡在等待。",
    ]  # fmt: skip
    assert done.stderr == "1 article\n"


def test_a_search_finds_other_names_of_a_tag_unless_it_is_to_be_exact(run_here, tmp_path):
    path = tmp_path / "names.db"
    with ArticleStore(path) as opened:
        opened.put_tags([{"id": "aluminium", "names": ["aluminium", "aluminum"]}])
        opened.save(Article(url="https://example.org/1", headline="Aluminium tariffs"))

    assert "Aluminium tariffs" in run_here("search", "aluminum", "--db", path).stdout
    assert "Aluminium tariffs" not in run_here("search", "aluminum", "--exact", "--db", path).stdout


def test_a_search_that_finds_nothing_says_so(run_here, store):
    done = run_here("search", "unobtainium", "--db", store)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 articles\n")


def test_a_hit_in_a_table_for_programs_has_no_control_characters(run_here, store):
    """The marks around a hit are for a terminal."""
    done = run_here("search", "稀土", "--csv", "--db", store)

    assert done.returncode == 0, done.stderr
    assert {"\x02", "\x03"} & set(done.stdout) == set()


@pytest.mark.parametrize("form", ["--json", "--nl"])
def test_a_hit_for_programs_holds_its_passage(run_here, store, form):
    done = run_here("search", "稀土", form, "--db", store)

    hits = json.loads(done.stdout if form == "--json" else f"[{done.stdout}]")
    assert [hit["snippet"] for hit in hits] == ["本周稀土市场平稳。无锡在等待。"]


def test_a_registered_source_without_stories_is_an_empty_list(run_here, tmp_path):
    with ArticleStore(tmp_path / "news.db"):
        pass

    done = run_here("articles", "--source", "metal.com", "--json", "--db", tmp_path / "news.db")

    assert (done.returncode, json.loads(done.stdout)) == (0, [])


@pytest.mark.parametrize(
    "key",
    ["1", "metal.com:1:en", "https://www.metal.com/newscontent/1", "https://metal.com/moved/1"],
    ids=["number", "identifier", "address", "other address"],
)
def test_a_story_is_shown_by_whatever_names_it(run_here, store, key):
    done = run_here("show", key, "--db", store)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "Copper falls"
    assert "Supply and demand are even." in done.stdout
    assert "QR code" not in done.stdout


def test_what_a_site_reserves_is_shown(run_here, tmp_path):
    path = tmp_path / "rights.db"
    with ArticleStore(path) as opened:
        opened.save(
            Article(url="https://example.org/1", headline="Tin waits", tdm_reserved=True, rights=["tdmrep-header:1"])
        )
        opened.save(Article(url="https://example.org/2", headline="Tin waits on", rights=["robots-meta:noarchive"]))
        opened.save(Article(url="https://example.org/3", headline="Tin falls"))

    shown = [run_here("show", number, "--db", path).stdout for number in "123"]

    assert "rights: text and data mining reserved, tdmrep-header:1\n" in shown[0]
    assert "rights: robots-meta:noarchive\n" in shown[1]
    assert "rights" not in shown[2]


def test_what_was_removed_is_shown_with_its_rule(run_here, store):
    done = run_here("show", "1", "--removed", "--db", store)

    assert done.stdout.splitlines()[-2:] == ["removed:", "  qr-code: Scan the QR code"]


def test_a_story_as_json_has_all_fields(run_here, store):
    done = run_here("show", "3", "--json", "--db", store)

    with ArticleStore(store, readonly=True) as opened:
        assert json.loads(done.stdout) == opened.get(3).to_dict()


@pytest.mark.parametrize("key", ["999", "metal.com:999:en", "https://elsewhere.example/", "", "-1", "1e3"])
def test_a_story_that_is_not_there_is_one_line(run_here, store, key):
    done = run_here("show", "--db", store, "--", key)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f'"{key}"' in done.stderr


def test_a_search_costs_little(commands, store):
    """CPU time of the whole process, the least of three: other work on the machine only adds."""
    spent = [cpu_seconds(commands, "search", "rare earth", "--db", str(store)) for _ in range(3)]

    assert min(spent) < CPU_SECONDS


def cpu_seconds(commands, *arguments) -> float:
    command = [f"{sysconfig.get_path('scripts')}/orewire", *arguments]
    with subprocess.Popen(
        command, env=commands.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode == 0
    return usage.ru_utime + usage.ru_stime


def test_a_search_loads_neither_scrapy_nor_what_reads_pages(run_python, store):
    code = (
        "import sys; from crawler.cli import orewire; orewire(['search', 'copper', '--db', sys.argv[1]], standalone_mode=False);"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    loaded = run_python(code, store).stdout.splitlines()[-1].split()

    assert set(loaded) & {"scrapy", "twisted", "lxml", "pydantic", "dateparser", "feedparser"} == set()
