"""The whole way from bytes to an article: the sample outlet's pages, the traps of real ones, and anything at all."""

from datetime import UTC, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean import block_key
from crawler.model import Entry
from crawler.parse import parse_article, read_page
from crawler.sample_site.articles import LODESTAR, SampleArticle, sample_articles
from crawler.sample_site.designs.lodestar import article_html, article_text
from crawler.sample_site.gold import unlike
from crawler.sources import load_source, source_for_url

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SEEDS = range(5)
SOURCE = load_source(files("crawler.sample_site") / "sources" / f"{LODESTAR}.toml")
METAL_URL = "https://news.metal.com/newscontent/100982475/"
METAL = source_for_url(METAL_URL)
FURNITURE = ("translation_notice", "event", "qr", "contact", "research", "statement", "subscribe")

TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
FURNACE = "A smelter in Gejiu said that it would run only one of its two furnaces until the end of the year."
CARGO = "Buyers in Penang had asked for earlier delivery, but the shipping lines had no room left for them."
TITLE = "Tin falls in Gejiu"

every_article = pytest.mark.parametrize(
    "article", [pytest.param(a, id=f"{a.era}-{a.id}-{a.language}") for a in sample_articles(LODESTAR)]
)


def others(article: SampleArticle) -> list[SampleArticle]:
    return [other for other in sample_articles(LODESTAR) if other.id != article.id][:2]


def listed(article: SampleArticle) -> Entry | None:
    """What the listing says of a story of the third design, which prints neither headline nor date."""
    if article.era != "C":
        return None
    published = article.published_at.astimezone(UTC) if article.published_at else None
    return Entry(url=article.url, title=article.printed_headline, published=published)


def html_reading(article: SampleArticle, *, seed: int = 0, source=SOURCE):
    page = article_html(article, others(article), seed=seed).encode()
    return read_page(page, url=article.url, source=source, entry=listed(article), retrieved_at=NOW)


def text_reading(article: SampleArticle):
    page = article_text(article, others(article)).encode()
    return read_page(
        page, url=article.url, content_type="text/plain", source=SOURCE, entry=listed(article), retrieved_at=NOW
    )


def furniture(article: SampleArticle) -> list[str]:
    values = [article.data.get(key) for key in FURNITURE]
    return [line for value in values if value for line in ([value] if isinstance(value, str) else value)]


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


def metal_text(*lines: str):
    page = "\n".join(lines).encode()
    return read_page(page, url=METAL_URL, content_type="text/plain", source=METAL, retrieved_at=NOW)


def metal_html(markup: str, *, title: str = TITLE, **more):
    page = f"<title>{title}</title><body><main><h1>{title}</h1>{markup}</main>".encode()
    return read_page(page, url=METAL_URL, source=METAL, retrieved_at=NOW, **more)


def open_web(markup: str, **more):
    return read_page(markup.encode(), url="https://example.com/a", retrieved_at=NOW, **more)


@every_article
def test_reads_every_field_of_a_sample_page_in_every_build_of_its_markup(article):
    wrong = {seed: unlike(article, html_reading(article, seed=seed).article) for seed in SEEDS}

    assert wrong == {seed: [] for seed in SEEDS}


@every_article
def test_reads_every_field_of_a_sample_page_as_plain_text(article):
    reading = text_reading(article)

    assert [name for name in unlike(article, reading.article) if name != "block_types"] == []
    assert set(reading.article.block_types) == {"p"}
    assert len(reading.article.block_types) == len(article.blocks())


@every_article
def test_leaves_no_line_of_furniture_in_a_body(article):
    bodies = [html_reading(article, seed=seed).article.article_body for seed in SEEDS]
    bodies.append(text_reading(article).article.article_body)
    if article.era != "D":  # of an unknown site, what stands under "Related News" may be the story's other half
        bodies.append(html_reading(article, source=None).article.article_body)

    assert [line for body in bodies for line in furniture(article) if line in body] == []


@every_article
def test_accounts_for_every_block_as_kept_or_removed(article):
    for reading in (html_reading(article), text_reading(article), html_reading(article, source=None)):
        kept = [block.text for block in reading.blocks if block.kept]
        removed = [(block.text, block.rule) for block in reading.blocks if not block.kept]

        assert "\n\n".join(kept) == reading.article.article_body
        assert [(r["text"], r["rule"]) for r in reading.article.removed if r["rule"] != "kicker"] == removed


@every_article
def test_loses_no_word_of_a_plain_text(article):
    printed = squeezed(article_text(article, others(article)))

    seen = squeezed("".join(block.text for block in text_reading(article).blocks))

    assert printed == seen


@every_article
def test_finds_headline_and_body_of_a_site_it_does_not_know(article):
    for seed in SEEDS:
        found = html_reading(article, seed=seed, source=None).article

        assert [text for _, text in article.blocks() if text not in found.article_body] == []
        assert found.headline.startswith(article.data["headline"])


def test_takes_the_name_of_an_unknown_site_from_the_headline():
    # The third design prints the headline in <title> alone; the entry says where the site's name begins.
    found = {
        article.data["headline"]: html_reading(article, source=None).article.headline
        for article in sample_articles(LODESTAR)
    }

    assert [headline for wanted, headline in found.items() if headline != wanted] == []


def test_parse_article_is_the_article_of_the_reading():
    article = sample_articles(LODESTAR)[-1]
    page = article_html(article, others(article)).encode()

    found = parse_article(page, url=article.url, source=SOURCE, retrieved_at=NOW)

    assert found == html_reading(article).article


@pytest.mark.parametrize(
    ("line", "printed", "moment", "precision"),
    [
        pytest.param("Oct 17,2019", "Oct 17,2019", "2019-10-16T16:00:00Z", "day", id="no-space-behind-the-comma"),
        pytest.param("iconJul 30, 2019 14:07", None, "2019-07-30T06:07:00Z", "minute", id="icon-glued-to-it"),
        pytest.param("Sep 16,2020 07:20CST", None, "2020-09-15T23:20:00Z", "minute", id="cst-is-china-time"),
        pytest.param("Published: Mar 2, 2026 18:21", None, "2026-03-02T10:21:00Z", "minute", id="published"),
        pytest.param("Published : Jun 01, 2026 10:53", None, "2026-06-01T02:53:00Z", "minute", id="space-before-colon"),
    ],
)
def test_reads_the_date_line_of_each_template(line, printed, moment, precision):
    for reading in (
        metal_text(TITLE, line, TIN, FURNACE),
        metal_html(f"<div>{line}</div><p>{TIN}</p><p>{FURNACE}</p>"),
    ):
        found = reading.article.to_dict()

        assert (found["date_published"], found["date_precision"]) == (moment, precision)
        assert found["date_published_raw"] == (printed or line)
        assert line not in found["article_body"]


def test_reads_a_date_whose_icon_is_an_element():
    found = metal_html(f"<div><i>icon</i>Jul 30, 2019 14:07</div><p>{TIN}</p><p>{FURNACE}</p>").article

    assert found.date_published == datetime(2019, 7, 30, 6, 7, tzinfo=UTC)


def test_takes_no_date_from_a_sidebar():
    page = (
        f"<title>{TITLE}</title><div><div><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p></div>"
        "<div><div>Most popular</div><div>Zinc up</div><div>3 hours ago</div><div>Oct 1, 2020</div></div></div>"
    )

    found = read_page(page.encode(), url=METAL_URL, source=METAL, retrieved_at=NOW).article

    assert (found.date_published, found.date_published_raw, found.date_precision) == (None, None, None)
    assert found.article_body == f"{TIN}\n\n{FURNACE}"


def test_does_not_read_the_march_of_a_wrecked_translation_as_a_date():
    found = metal_text("Metals News", TITLE, f"SMM7, 29 March: {TIN}", FURNACE).article

    assert found.date_published is None
    assert found.article_body == f"{TIN}\n\n{FURNACE}"


@pytest.mark.parametrize(
    "lead_in",
    [
        pytest.param("SMM7, 29 March:", id="wrecked-translation"),
        pytest.param("SMM News:", id="news"),
        pytest.param("SMM News on July 4:", id="news-on-a-day"),
        pytest.param("SMM, March 20:", id="day"),
        pytest.param("SHANGHAI, Jan 19 (SMM) –", id="dateline"),
        pytest.param("SHANGHAI, Sept. 23 --", id="dateline-without-agency"),
    ],
)
def test_takes_the_lead_in_off_the_first_paragraph(lead_in):
    found = metal_text(TITLE, "Oct 17,2019", f"{lead_in} {TIN}", FURNACE).article

    assert found.article_body == f"{TIN}\n\n{FURNACE}"
    assert lead_in in [removed["text"] for removed in found.removed]
    assert found.dateline_place == ("SHANGHAI" if lead_in.startswith("SHANGHAI") else None)


@pytest.mark.parametrize("end", [pytest.param("Related News", id="english"), pytest.param("相关新闻", id="chinese")])
def test_leaves_the_bodies_of_others_behind_related_news_out(end):
    lines = (TITLE, "Oct 17,2019", TIN, FURNACE, end, "Common.Time.minsAgo", "Read More", "Zinc up", CARGO)
    markup = "".join(f"<p>{line}</p>" for line in lines[1:])

    for reading in (metal_text(*lines), metal_html(markup)):
        assert reading.article.article_body == f"{TIN}\n\n{FURNACE}"
        assert {"Common.Time.minsAgo", CARGO} <= {removed["text"] for removed in reading.article.removed}


def test_takes_out_a_block_that_the_store_has_learned():
    key = block_key(f"  {CARGO.upper()} ")

    reading = metal_html(f"<p>{TIN}</p><p>{FURNACE}</p><p>{CARGO}</p>", learned=frozenset({key}))

    assert reading.article.article_body == f"{TIN}\n\n{FURNACE}"
    assert (CARGO, "learned") in [(removed["text"], removed["rule"]) for removed in reading.article.removed]


def test_takes_the_headline_from_the_entry_where_the_page_has_none():
    found = open_web(f"<p>{TIN}</p><p>{FURNACE}</p>", entry=Entry(title="[LMM Analysis] Tin falls")).article

    assert (found.headline, found.provenance["headline"]) == ("Tin falls", "feed")


def test_prefers_the_page_s_own_headline_to_the_entry_s():
    found = open_web(f"<h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>", entry=Entry(title="Tin down")).article

    assert found.headline == TITLE


def test_takes_the_headline_from_the_address_as_a_last_resort():
    page = f"<p>{TIN}</p><p>{FURNACE}</p>".encode()

    found = read_page(page, url=f"{METAL_URL}tin-falls-in-gejiu/", source=METAL, retrieved_at=NOW).article

    assert (found.headline, found.provenance["headline"]) == ("tin falls in gejiu", "url")


def test_takes_the_date_from_the_entry_where_the_page_prints_none():
    moment = datetime(2026, 11, 1, 2, 3, tzinfo=UTC)

    found = metal_html(f"<p>{TIN}</p><p>{FURNACE}</p>", entry=Entry(title=TITLE, published=moment)).article

    assert (found.date_published, found.date_published_raw) == (moment, None)
    assert found.provenance["date_published"] == "feed"


def test_prefers_the_printed_date_to_the_entry_s():
    entry = Entry(title=TITLE, published=datetime(2026, 11, 1, tzinfo=UTC))

    found = metal_html(f"<div>Oct 17,2019</div><p>{TIN}</p><p>{FURNACE}</p>", entry=entry).article

    assert found.date_published_local == "2019-10-17"


@pytest.mark.parametrize(
    ("language", "day"),
    [pytest.param("en-GB", "2026-04-03", id="british"), pytest.param("en-US", "2026-03-04", id="us")],
)
def test_reads_a_date_as_the_source_s_own_region_writes_it(language, day, tmp_path):
    path = tmp_path / "metal.com.toml"
    about = f'name = "Tin"\nhomepage = "{METAL_URL}"\nlanguage = "{language}"\ntimezone = "UTC"\n'
    path.write_text(f'{about}discover.feeds = ["{METAL_URL}"]\n')
    source = load_source(path)
    page = f"<h1>{TITLE}</h1><div>03/04/2026</div><p>{TIN}</p><p>{FURNACE}</p>".encode()

    found = read_page(page, url=METAL_URL, source=source, retrieved_at=NOW).article

    assert (found.date_published_local, found.date_ambiguous) == (day, True)


def test_takes_the_date_from_the_address_as_a_last_resort():
    page = f"<h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>".encode()

    found = read_page(page, url="https://example.com/2026/11/20/tin-falls/", retrieved_at=NOW).article

    assert (found.date_published_local, found.provenance["date_published"]) == ("2026-11-20", "url")


@pytest.mark.parametrize(
    ("stated", "want"),
    [
        pytest.param("https://www.metal.com/en/newscontent/100982475", "https://www.metal.com/en/newscontent/100982475",
                     id="other-host-of-the-source"),
        pytest.param("https://elsewhere.example/newscontent/100982475", METAL_URL, id="other-site"),
        pytest.param("https://news.metal.com/newscontent/1", METAL_URL, id="other-story"),
        pytest.param("https://news.metal.com/", METAL_URL, id="front-page"),
        pytest.param("http://[", METAL_URL, id="no-address"),
        pytest.param("javascript:alert(1)", METAL_URL, id="script"),
    ],
)  # fmt: skip
def test_believes_a_canonical_address_only_within_the_source_and_for_the_story(stated, want):
    page = f'<link rel=canonical href="{stated}"><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>'.encode()

    assert read_page(page, url=METAL_URL, source=METAL, retrieved_at=NOW).article.url == want


def test_reads_the_page_beside_an_image_address_that_is_none():
    found = open_web(f'<meta property="og:image" content="http://["><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>')

    assert found.article.headline == TITLE


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        pytest.param("<title>404 Not Found</title><h1>Nothing here</h1>", "soft-404", id="soft-404"),
        pytest.param("<title>Just a moment...</title><p>Checking the browser.</p>", "captcha", id="captcha"),
        pytest.param("<title>Log in</title><form>Name <input></form>", "login", id="login"),
        pytest.param("<title>Before you continue</title><p>We use cookies.</p>", "consent", id="consent"),
        pytest.param("<div id=root></div><noscript>Please enable JavaScript.</noscript>", "needs-javascript", id="app"),
        pytest.param("".join(f"<p><a href=/{n}>Tin story {n}</a></p>" for n in range(30)), "listing", id="listing"),
        pytest.param("", "no-body", id="nothing"),
        pytest.param(f"<h1>{TITLE}</h1>", "no-body", id="headline-alone"),
    ],
)
def test_says_why_a_page_holds_no_story(markup, refusal):
    reading = open_web(markup)

    assert (reading.article, reading.refusal) == (None, refusal)


def test_reads_a_flash_below_a_short_menu_with_a_login_link():
    menu = "".join(f'<a href="/{word}">{word}</a>' for word in ("Home", "News", "Log in"))
    page = f"<title>{TITLE}</title><div>{menu}</div><div><h1>{TITLE}</h1><p>{TIN}</p></div>"

    reading = open_web(page)

    assert reading.refusal is None
    assert reading.article.article_body == TIN


@pytest.mark.parametrize("tag", ["main", "article", "section", "header", "figure"])
def test_reads_a_page_that_writes_no_body_tag(tag):
    # HTML lets <head> and <body> be left out; libxml2 then puts elements younger than HTML 4 into the head.
    reading = open_web(f"<title>{TITLE}</title><{tag}><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p></{tag}>")

    assert reading.refusal is None
    assert reading.article.article_body == f"{TIN}\n\n{FURNACE}"


def test_flags_a_page_nested_deeper_than_the_parser_goes():
    deep = "<div>" * 3000 + f"<p>{CARGO}</p>" + "</div>" * 3000

    reading = open_web(f"<h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>{deep}")

    assert "depth-limit" in reading.flags
    assert "depth-limit" in reading.article.flags
    assert open_web(f"<h1>{TITLE}</h1><p>{TIN}</p>").flags == []


@pytest.mark.parametrize(
    "value",
    [
        pytest.param('{"@type": "NewsArticle", "datePublished": "2026-11', id="cut-off"),
        pytest.param("[" * 50_000, id="deep-lists"),
        pytest.param('{"a":' * 50_000, id="deep-objects"),
        pytest.param('{"@type": "NewsArticle", "datePublished": ' + "9" * 5000 + "}", id="endless-number"),
        pytest.param('{"@type": "NewsArticle", "headline": "Tin \\ud800 falls"}', id="lone-surrogate"),
        pytest.param('{"@type": "NewsArticle", "headline": ["a", null, 3], "image": {"url": []}}', id="wrong-types"),
    ],
)
def test_reads_the_page_beside_broken_json_ld(value):
    found = open_web(f'<script type="application/ld+json">{value}</script><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>')

    assert (found.article.headline, found.article.article_body) == (TITLE, f"{TIN}\n\n{FURNACE}")


def test_counts_no_outlet_among_the_authors():
    data = '{"@type": "NewsArticle", "author": [{"@type": "Organization", "name": "Ore Post"}, {"name": "Ann Tin"}]}'

    found = open_web(f'<script type="application/ld+json">{data}</script><h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>')

    assert found.article.authors == ["Ann Tin"]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div", ">", "<table><tr><td>", "</a>", "<a href='http://['>", "<!--", "]]>", "<svg><p>", "<title>",
     "<h1>Tin", "<math><mi>", "</html><body>", "<br/></br>", "&#0;", "&#xD800;", "&nbsp", "\x00", "<script>", "</script>",
     "<b><p></b>x", "<select><option>", "<template>", "<plaintext>", "<meta charset=gbk>", "\ufffe", "<base href='//['>",
     '<script type="application/ld+json">{"@type":"Article","headline":', "<time datetime='9'>", "<link rel=canonical href='http://[::'>",
     "<meta property=og:image content='//['>",
        "<frameset>", "<noscript>", "<p hidden>", "<![CDATA[", "<?php", TIN, f"<p>{FURNACE}</p>", "\n2026-13-99\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.sampled_from([None, "text/html", "text/plain", "text/html; charset=gbk"]))
@settings(deadline=None, max_examples=150)
def test_never_raises_on_fragments_of_markup(pieces, content_type):
    story = f"<h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>"
    body = "".join([*pieces, story, *reversed(pieces)]).encode("utf-8", "surrogatepass")

    for source in (None, METAL):
        reading = read_page(body, url=METAL_URL, content_type=content_type, source=source, retrieved_at=NOW)

        assert (reading.article is None) == (reading.refusal is not None)


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
@settings(deadline=None, max_examples=150)
def test_never_raises_on_bytes(body, content_type):
    reading = read_page(body, url=METAL_URL, content_type=content_type, source=METAL, retrieved_at=NOW)

    assert (reading.article is None) == (reading.refusal is not None)


@pytest.mark.parametrize("label", ["replacement", "x-user-defined", "hz-gb-2312", "iso-2022-kr", "rot13", "?"])
def test_never_raises_on_a_charset_label(label):
    page = f"<h1>{TITLE}</h1><p>{TIN}</p><p>{FURNACE}</p>".encode() + b"<p>\xe9\xff</p>"

    reading = read_page(page, url=METAL_URL, content_type=f"text/html; charset={label}", retrieved_at=NOW)

    assert reading.article is not None


def test_takes_out_a_learned_block_that_a_dateline_was_glued_to():
    key = block_key(CARGO)

    reading = metal_html(
        f"<p>SHANGHAI, Nov 20 (SMM) - {CARGO}</p><p>{TIN}</p><p>{FURNACE}</p>", learned=frozenset({key})
    )

    assert CARGO not in reading.article.article_body
    assert (CARGO, "learned") in [(removed["text"], removed["rule"]) for removed in reading.article.removed]


def test_flags_text_that_was_decoded_wrongly_before_it_came_to_us_and_mends_nothing():
    printed = (
        "Händler in Zürich zahlen für Kupfer spürbar höhere Prämien, weil die Lager in Köln und Düsseldorf leer sind."
    )
    spoilt = printed.encode().decode("cp1252", "ignore")
    page = f"<html lang=de><title>Kupfer teurer</title><article><h1>Kupfer teurer</h1><p>{spoilt}</p><p>{spoilt[10:]}</p></article>"
    reading = read_page(page.encode(), url="https://a.example/1", content_type="text/html", retrieved_at=NOW)
    assert "mojibake" in reading.flags
    assert "mojibake" in reading.article.flags
    assert spoilt in reading.article.article_body


def test_a_line_that_may_be_anything_is_no_tag_where_the_page_names_its_own():
    story = "".join(
        f"<p>Copper premiums in Ningbo rose by {n} dollars this week, three dealers told the daily on Friday.</p>"
        for n in (5, 7, 9)
    )
    page = (
        '<html lang=en><head><title>Copper premiums rise</title><meta name="news_keywords" content="copper, Ningbo"></head>'
        f"<body><article><h1>Copper premiums rise</h1>{story}<p>Zinc Policy</p></article></body></html>"
    )
    found = parse_article(page.encode(), url="https://a.example/1", content_type="text/html", retrieved_at=NOW)
    assert found.keywords == ["copper", "Ningbo"]
