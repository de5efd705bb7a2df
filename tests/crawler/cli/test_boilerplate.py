"""``boilerplate`` and ``reextract`` as a user types them: pages added one by one, a notice learned, explained, allowed, denied."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crawler.sample_site.articles import LODESTAR, LODESTAR_HOST, sample_articles
from crawler.sample_site.gold import differences
from storage import Article, ArticleStore
from storage.blocks import block_key
from storage.lock import crawl_lock

NOTICE = "Furnace Hour, the podcast of our smelting desk, is out each evening."
METALS = {
    "Tin": "waits", "Zinc": "climbs", "Lead": "slips", "Nickel": "holds", "Cobalt": "tumbles", "Copper": "firms",
    "Gallium": "stalls",
}  # fmt: skip


@pytest.fixture
def saved(run_here, tmp_path):
    """A folder with seven stories of one site in ``news.db``; each ends with the notice."""
    lines = []
    for number, (metal, does) in enumerate(METALS.items(), 1):
        texts = [
            f"{metal} prices moved little in the spot market as traders waited for the {metal.lower()} tender to be settled.",
            f"Two {metal.lower()} smelters told of lower stocks, and a third one has stopped a line until the spring.",
            NOTICE,
        ]
        html = (
            f'<html><head><title>{metal} {does}</title><meta property="article:published_time" content='
            f'"2026-11-{number:02}T09:00:00Z"></head><body><article><h1>{metal} {does}</h1>'
            f"{''.join(f'<p>{text}</p>' for text in texts)}</article></body></html>"
        )
        lines.append(json.dumps({"url": f"https://plain.example/{number}", "html": html}))
    (tmp_path / "stories.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run_here("add", "stories.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.fixture
def run(run_here, saved):
    return lambda *arguments: run_here(*arguments, cwd=saved)


def having(folder):
    """Numbers of the stories that have the notice."""
    with ArticleStore(folder / "news.db", readonly=True) as store:
        return [article.id for article in store.articles(newest_first=False) if NOTICE in article.article_body]


def test_the_fifth_story_added_has_lost_the_notice_and_reextract_takes_it_from_the_first_four(run, saved):
    assert having(saved) == [1, 2, 3, 4]

    dry = run("reextract", "--dry-run")

    assert dry.returncode == 0
    assert "#1 Tin waits" in dry.stdout
    assert f'  article_body: "{NOTICE}" -> nothing' in dry.stdout
    assert dry.stderr.splitlines()[0] == "7 of 7 articles read anew, 4 would change"
    assert "  article_body: 4" in dry.stderr.splitlines()
    assert having(saved) == [1, 2, 3, 4]

    assert run("reextract").stderr.splitlines()[0] == "7 of 7 articles read anew, 4 changed"
    assert having(saved) == []

    again = run("reextract")
    assert (again.stdout, again.stderr) == ("", "7 of 7 articles read anew, 0 changed\n")


def test_list_shows_what_was_learned_with_its_reason(run):
    (row,) = json.loads(run("boilerplate", "list", "--json").stdout)

    assert row == {
        "key": block_key(NOTICE), "source": "plain.example", "learned": "yes", "stories": 7, "text": NOTICE,
        "reason": "in 7 of 7 stories since 2026-11-01, at the end of 7, with 7 headlines, on 7 days", "decided_at": None,
    }  # fmt: skip


def test_list_of_another_source_is_empty(run):
    assert json.loads(run("boilerplate", "list", "--source", "other.example", "--json").stdout) == []


def test_list_shows_the_shipped_rules_without_a_store(run_here):
    done = run_here("boilerplate", "list", "--rules", "--nl", "-c", "id", "-c", "class")

    assert done.returncode == 0
    assert {"id": "section-label", "class": "navigation"} in map(json.loads, done.stdout.splitlines())


@pytest.mark.parametrize("name", [block_key(NOTICE), NOTICE, NOTICE.upper()], ids=["key", "text", "capitals"])
def test_explain_says_why_and_where(run, name):
    done = run("boilerplate", "explain", name, "--json")

    assert "plain.example: learned, taken out: in 7 of 7 stories" in done.stderr
    rows = json.loads(done.stdout)
    assert [row["headline"] for row in rows] == [f"{metal} {does}" for metal, does in METALS.items()]
    assert rows[0]["url"] == "https://plain.example/1"


def test_explain_shows_a_rule_with_its_sentences(run_here):
    done = run_here("boilerplate", "explain", "section-label")

    assert done.returncode == 0
    assert "takes: Metals News" in done.stdout
    assert "leaves: " in done.stdout


def test_what_is_allowed_comes_back_and_what_is_denied_goes(run, saved):
    run("reextract")

    assert run("boilerplate", "allow", block_key(NOTICE)).stdout == f"plain.example: never boilerplate: {NOTICE}\n"
    run("reextract")
    assert having(saved) == [1, 2, 3, 4, 5, 6, 7]
    (row,) = json.loads(run("boilerplate", "list", "--json").stdout)
    assert (row["learned"], row["reason"]) == ("no", "a person said: never boilerplate")
    assert row["decided_at"]

    run("boilerplate", "deny", NOTICE, "--source", "plain.example")
    run("reextract")
    assert having(saved) == []


@pytest.mark.parametrize("command", ["allow", "deny"])
def test_a_block_that_nobody_has_is_one_line(run, command):
    done = run("boilerplate", command, "Nobody ever wrote this")

    assert done.returncode == 1
    assert done.stderr == 'orewire: no stored article has a block of the key or text "Nobody ever wrote this"\n'


def test_a_block_of_two_sources_asks_for_one(run, saved):
    with ArticleStore(saved / "news.db") as store:
        store.save(Article(url="https://other.example/1", headline="Tin", article_body=NOTICE))

    done = run("boilerplate", "allow", NOTICE)

    assert done.returncode == 2
    assert done.stderr == "orewire: several sources have it; choose one with --source: other.example, plain.example\n"


def test_there_is_no_store_made_by_reading_or_deciding(run_here, tmp_path):
    for arguments in (("list",), ("explain", "x"), ("allow", "x"), ("deny", "x")):
        done = run_here("boilerplate", *arguments, "--db", tmp_path / "none.db")
        assert done.returncode == 2, done.stderr
    assert run_here("reextract", "--db", tmp_path / "none.db").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_reextract_waits_for_no_crawl(run, saved):
    with crawl_lock(saved / "news.db"):
        done = run("reextract")
        dry = run("reextract", "--dry-run")

    assert done.returncode == 75
    assert dry.returncode == 0


def test_reextract_names_the_source_it_was_probably_meant_for(run):
    done = run("reextract", "--source", "plane.example")

    assert done.returncode == 2
    assert done.stderr == 'orewire: no article of source "plane.example"; did you mean "plain.example"?\n'


def test_reextract_leaves_sources_alone_whose_file_is_gone(run, saved):
    with ArticleStore(saved / "news.db") as store:
        store.begin_crawl("plain.example")

    done = run("reextract")

    assert done.returncode == 2
    assert done.stderr == (
        "orewire: source plain.example is registered no more; name the folder of its file with --sources\n"
    )


def test_an_article_without_a_page_is_named(run, saved):
    with ArticleStore(saved / "news.db") as store:
        store.save(Article(url="https://plain.example/x", headline="Tin", article_body="One."))

    done = run("reextract", "--dry-run")

    assert done.returncode == 0
    assert "#8 https://plain.example/x: no archived page: left as it is" in done.stderr
    assert "7 of 8 articles read anew, 4 would change" in done.stderr


def test_differences_are_rows_too(run):
    rows = json.loads(run("reextract", "--dry-run", "--json").stdout)

    assert {"id": 1, "url": "https://plain.example/1", "headline": "Tin waits", "field": "article_body", "old": NOTICE,
            "new": ""} in rows  # fmt: skip


def test_a_plain_text_story_is_read_as_text_again(run_here, tmp_path):
    (tmp_path / "page.txt").write_text(
        "Tin falls\n\nNov 20,2026\n\nTin stocks <b> fell by 310 mt in the week.\n", encoding="utf-8"
    )
    run_here("add", "page.txt", "--url", "https://news.metal.com/newscontent/104999999/", cwd=tmp_path)

    done = run_here("reextract", cwd=tmp_path)

    assert done.stderr == "1 of 1 articles read anew, 0 changed\n"


def test_a_crawl_of_the_sample_web_loses_a_new_notice_from_the_fifth_story_on(
    sample_server, crawl_sample, run_orewire, store_path, sample_sources
):
    stories = sample_server.web._articles[LODESTAR_HOST]  # noqa: SLF001
    stories[:] = [replace(story, data=dict(story.data) | {"body": [*story.data["body"], NOTICE]}) for story in stories]
    crawled = crawl_sample()
    assert crawled.returncode == 0, crawled.stderr
    with ArticleStore(store_path, readonly=True) as store:
        after_crawl = [NOTICE in article.article_body for _, article in sorted((a.id, a) for a in store.articles())]

    done = run_orewire("reextract", "--db", store_path, "--sources", sample_sources)

    assert after_crawl == [True] * 4 + [False] * (len(stories) - 4)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == f"{len(stories)} of {len(stories)} articles read anew, 4 changed"
    with ArticleStore(store_path, readonly=True) as store:
        assert [story.id for story in stories if NOTICE in store.get(story.identifier).article_body] == []
        # The sample site glues credits to the last paragraph, which is the notice here: three of them are told no more.
        wrong = [name for story in sample_articles(LODESTAR) for name in differences(story, store)]
    assert wrong == ["source_credit"] * 3


def test_reextract_says_where_the_archived_pages_are_to_be(run, saved):
    (saved / "news-pages.db").rename(saved / "elsewhere.db")

    refused = run("reextract")

    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "orewire: news-pages.db: the archived pages are not beside news.db; copy them there"
    )
