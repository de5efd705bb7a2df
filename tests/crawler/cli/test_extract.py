"""``extract``: one page from a file, from stdin or from an address, without a store."""

from __future__ import annotations

import json
import re
import subprocess
import sysconfig

import pytest

from crawler.sample_site.articles import LODESTAR, sample_articles
from crawler.sample_site.designs.lodestar import article_html, article_text

STORY, OTHER, THIRD = (
    next(article for article in sample_articles(LODESTAR) if (article.era, article.language) == kind)
    for kind in (("D", "en"), ("A", "en"), ("B", "en"))
)
PAGE = article_html(STORY, [OTHER, THIRD])
REFUSED = "<html><head><title>Not found</title></head><body><h1>404 Not found</h1><p>Go home.</p></body></html>"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def extract(run_here, sample_sources):
    """Run ``extract`` on a file in this process, with the sample source known."""
    return lambda *arguments, **options: run_here("extract", "--sources", sample_sources, *arguments, **options)


@pytest.fixture
def fetch(run_orewire, sample_sources):
    """Run ``extract`` on an address, which starts a reactor."""
    return lambda *arguments, **options: run_orewire("extract", "--sources", sample_sources, *arguments, **options)


def test_a_file_is_read_and_its_story_printed_but_not_stored(extract, page, tmp_path):
    before = list(tmp_path.iterdir())

    done = extract(page, "--url", STORY.url, cwd=tmp_path)

    gold = STORY.gold()
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == before
    assert done.stdout.splitlines()[0] == gold["headline"]
    assert done.stdout.splitlines()[1].startswith(gold["date_published_local"])
    assert done.stdout.endswith(f"\n\n{gold['article_body']}\n")


def test_the_reading_as_json_is_the_story_as_its_editors_wrote_it(extract, page):
    values = json.loads(extract(page, "--url", STORY.url, "--json").stdout)

    gold = STORY.gold() | {"prices": values["prices"]}
    read = {name: values[name] for name in gold}
    assert read | {"tags": gold["tags"]} == gold
    assert set(read["tags"]) >= set(gold["tags"])
    assert values["url"] == STORY.url


def test_the_source_can_be_named_where_the_address_does_not_tell(extract, page):
    values = json.loads(extract(page, "--source", "lodestar-metals.example", "--json").stdout)

    assert values["source"] == "lodestar-metals.example"
    assert values["headline"] == STORY.gold()["headline"]


def test_a_page_of_no_known_source_is_read_all_the_same(extract, page):
    values = json.loads(extract(page, "--url", "https://nowhere.example/story", "--json").stdout)

    assert values["headline"] == STORY.gold()["headline"]
    assert values["source"] == "nowhere.example"


def test_a_file_without_an_address_is_read_all_the_same(extract, page):
    values = json.loads(extract(page, "--json").stdout)

    assert values["headline"] == STORY.gold()["headline"]


def test_a_text_file_is_read_as_text(extract, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(article_text(OTHER, [STORY, THIRD]), encoding="utf-8")

    values = json.loads(extract(path, "--url", OTHER.url, "--json").stdout)

    assert values["article_body"] == OTHER.gold()["article_body"]


@pytest.mark.parametrize("options", [[], ["--content-type", "text/html; charset=utf-8"]], ids=["guessed", "told"])
def test_stdin_is_read(commands, sample_sources, options):
    command = [f"{sysconfig.get_path('scripts')}/orewire", "extract", "-", "--url", STORY.url, "--json", *options]

    done = subprocess.run(
        [*command, "--sources", str(sample_sources)],
        input=PAGE.encode(), env=commands.environment, capture_output=True, timeout=60, check=True,
    )  # fmt: skip

    assert json.loads(done.stdout)["article_body"] == STORY.gold()["article_body"]


def test_an_address_is_fetched(fetch, sample_server):
    done = fetch(STORY.url, "--json", *sample_server.connect_to)

    values = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (values["url"], values["article_body"]) == (STORY.url, STORY.gold()["article_body"])
    assert sample_server.requested == ["/robots.txt", STORY.path]


def test_an_address_that_robots_txt_forbids_is_not_fetched(fetch, sample_server):
    host = STORY.url.split("/")[2]

    done = fetch(f"https://{host}/x/1", *sample_server.connect_to)

    assert done.returncode == 1
    assert "robots.txt" in done.stderr.splitlines()[-1]
    assert sample_server.requested == ["/robots.txt"]


def test_an_address_that_answers_404_is_no_story(fetch, sample_server):
    host = STORY.url.split("/")[2]

    done = fetch(f"https://{host}/newscontent/1/gone/", *sample_server.connect_to)

    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_nobody_is_asked_without_a_contact(fetch):
    done = fetch("https://news.metal.com/newscontent/1/")

    assert done.returncode == 2
    assert done.stderr == "orewire: set OREWIRE_CONTACT=you@example.org: the sites you visit see it\n"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/", "file:///etc/passwd"])
def test_addresses_that_are_nobody_s_news_are_refused(fetch, address):
    done = fetch(address, env={"OREWIRE_CONTACT": "you@example.org"})

    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_every_block_is_explained_in_the_page_s_order(extract, page):
    done = extract(page, "--url", STORY.url, "--explain")

    lines = [line.split("  ", 1) for line in done.stdout.split("\n\n")[0].splitlines()]
    kept = [re.sub(r"^\s*\d+%\s+", "", text) for rule, text in lines if rule.strip() == "kept"]
    assert "\n\n".join(kept) == STORY.gold()["article_body"]
    assert {"headline", "related-articles"} <= {rule.strip() for rule, _ in lines}


def test_every_field_is_explained_with_its_value_and_its_place(extract, page):
    done = extract(page, "--url", STORY.url, "--explain")

    gold = STORY.gold()
    fields = [line.split(" ", 1) for line in done.stdout.split("\n\n")[1].splitlines()]
    said = {name: [text for other, text in fields if other == name] for name, _ in fields}
    assert said["headline"] == [f"{gold['headline']} <- h1"]
    assert said["date_published"] == [f"{gold['date_published_local']} (minute, zone of the source) <- text:line 2"]
    assert {text.partition(" <- ")[0] for text in said["tags"]} >= set(gold["tags"])
    assert all(
        evidence.startswith(("keyword:", "headline:", "lead:", "body:", "broader:"))
        for text in said["tags"]
        for _, _, evidence in [text.partition(" <- ")]
    )


def test_an_explanation_for_programs_has_every_block(extract, page):
    values = json.loads(extract(page, "--url", STORY.url, "--explain", "--json").stdout)

    assert set(values) == {"article", "refusal", "flags", "encoding", "blocks"}
    assert [block["text"] for block in values["blocks"] if block["rule"] is None] == [
        text for _, text in STORY.blocks()
    ]
    assert [block["text"] for block in values["blocks"] if block["rule"]] == [
        block["text"] for block in values["article"]["removed"]
    ]


def test_a_page_that_is_no_story_says_why_and_fails(extract, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(REFUSED, encoding="utf-8")

    plain, as_json = extract(path), extract(path, "--json")

    assert (plain.returncode, plain.stdout) == (1, "")
    assert plain.stderr.startswith("no story: ")
    assert plain.stderr.count("\n") == 1
    assert as_json.returncode == 1
    assert json.loads(as_json.stdout) is None


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff" * 1000, b"<", "铜".encode("gbk")], ids=["empty", "noise", "cut", "gbk"]
)
def test_a_file_that_is_no_page_is_no_story(extract, tmp_path, content):
    path = tmp_path / "page.html"
    path.write_bytes(content)

    done = extract(path)

    assert done.returncode == 1
    assert done.stderr.startswith("no story: ")


def test_a_page_cannot_talk_to_the_terminal(extract, tmp_path):
    """Escape sequences in a page, as bytes or as references, must not reach whoever prints it."""
    path = tmp_path / "page.html"
    sentence = (
        "Copper \x1b]0;owned\x07 rose to &#27;[2J 9,800 dollars on Monday, as traders in London said after the close."
    )
    path.write_text(f"<h1>Copper \x1b[2J&#27;[31m up</h1>{f'<p>{sentence}</p>' * 4}", encoding="utf-8")

    values = json.loads(extract(path, "--json").stdout)

    assert "\\u001b" not in json.dumps([values["headline"], values["article_body"], values["removed"]])


def test_the_user_s_own_rules_take_part(extract, page, tmp_path):
    folder = tmp_path / "data" / "boilerplate"
    folder.mkdir(parents=True)
    victim = STORY.blocks()[1][1]
    (folder / "mine.toml").write_text(
        f"""language = "en"
[[rule]]
id = "mine"
class = "navigation"
match = {json.dumps(f"{victim[:20]}.*")}
drop = [{json.dumps(victim)}]
keep = ["Copper fell."]
""",
        encoding="utf-8",
    )

    values = json.loads(extract(page, "--url", STORY.url, "--json", "--data", tmp_path / "data").stdout)

    assert {"text": victim, "rule": "mine"} in values["removed"]
    assert victim not in values["article_body"]
