"""What is measured of a block: one row a candidate, a number a name."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.data.cues import KINDS, Cues
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.features import NAMES, Witness, is_ended, measured, words_in
from crawler.extract.places import container_of

CUES = Cues({kind: [] for kind in KINDS} | {"credit": ["photo"], "related": ["read more"], "byline": ["by"]})
TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
FURNACE = "A smelter in Gejiu said that it would run only one of its two furnaces until the end of the year."


def blocks_of(markup):
    return page_blocks(parse_html(f"<body>{markup}</body>"))[0]


def rows_of(markup, witness=Witness(), weights=None, **options):  # noqa: B008  # a value
    """The measures of each candidate by its text, by name."""
    blocks = blocks_of(markup)
    found = measured(blocks, witness, CUES, weights or {}, **options)
    rows = zip(found.candidates, found.rows, strict=True)
    return {blocks[index].text: dict(zip(NAMES, row, strict=True)) for index, row in rows}


def story(*extra):
    return f"<div class=story><h1>Tin falls</h1><p>{TIN}</p>{''.join(extra)}<p>{FURNACE}</p></div>"


def measure(name, text, markup):
    return rows_of(markup)[text][name]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param("Tin", 1, id="word"),
        pytest.param("Tin falls again", 3, id="words"),
        pytest.param("Größere Öfen", 2, id="accents"),
        pytest.param("锡价上涨了", 1 + 5 * 0.6, id="chinese"),
        pytest.param("主力 2611 合约", 3 + 4 * 0.6, id="chinese-and-numbers"),
        pytest.param("아연 제련소", 2 + 5 * 0.6, id="korean"),
        pytest.param("النحاس يرتفع", 2, id="arabic"),
    ],
)
def test_measures_length_in_words_of_any_script(text, want):
    assert words_in(text) == pytest.approx(want)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Tin fell.", True),
        ("Did tin fall?", True),
        ("“Tin fell.”", True),
        ("(Tin fell.)", True),
        ("锡价下跌。", True),
        ("「錫価格が下がった。」", True),
        ("ما رأيكم؟", True),
        ("Tin fell…", True),
        ("Tin falls", False),
        ("“Tin falls”", False),
        ("Read more:", False),
        ("”", False),
        ("", False),
    ],
)
def test_tells_the_end_of_a_sentence(text, want):
    assert is_ended(text) is want


def test_measures_have_names_each_its_own():
    assert len(set(NAMES)) == len(NAMES)
    assert NAMES[-5:] == ("name_low", "name_high", "names_low", "names_high", "names_sum")


@pytest.mark.parametrize(
    ("name", "markup", "text", "want"),
    [
        pytest.param("words", "<p>one two three</p>", "one two three", 3, id="words"),
        pytest.param("ended", "<p>One two.</p>", "One two.", True, id="ended"),
        pytest.param("links", "<p>a <a>b</a> c <a>d</a></p>", "a b c d", 2, id="links"),
        pytest.param("link_share", "<p>ab <a>cd</a></p>", "ab cd", 0.5, id="link-share"),
        pytest.param("digits", "<p>ab12</p>", "ab12", 0.5, id="digits"),
        pytest.param("capitals", "<p>Two Of them Here</p>", "Two Of them Here", 0.75, id="capitals"),
        pytest.param("ellipsis", "<p>and then ...</p>", "and then ...", True, id="ellipsis"),
        pytest.param("quoted", "<p>“It is”</p>", "“It is”", True, id="quotation-mark"),
        pytest.param("hidden", "<p hidden>x</p>", "x", True, id="hidden"),
        pytest.param("chrome", "<aside>x</aside>", "x", True, id="chrome"),
        pytest.param("pictured", "<img src=a><p>x</p>", "x", True, id="pictured"),
        pytest.param("in_figcaption", "<figure><figcaption>x</figcaption></figure>", "x", True, id="caption"),
        pytest.param("in_comments", "<div class=comments><p>x</p></div>", "x", True, id="comments"),
        pytest.param("in_description", f"<p>{TIN} x</p>", f"{TIN} x", False, id="no-description"),
        pytest.param("says_credit", "<p>Photo by a friend</p>", "Photo by a friend", 2, id="credit-at-the-start"),
        pytest.param("says_byline", "<p>Photo by a friend</p>", "Photo by a friend", 1, id="byline-within"),
        pytest.param("says_related", "<p>Photo by a friend</p>", "Photo by a friend", 0, id="not-said"),
        pytest.param("cues", "<p>Photo by a friend</p>", "Photo by a friend", 2, id="kinds-said"),
        pytest.param("under_related", "<h3>Read more</h3><p>x</p>", "x", 0, id="below-a-label"),
        pytest.param("heading_before", "<h3>y</h3><p>x</p>", "x", True, id="below-a-heading"),
        pytest.param("repeated", "<p>x</p><p>y</p><p>x</p>", "x", 2, id="printed-twice"),
        pytest.param("climb", "<p>x</p>", "x", 0, id="within"),
    ],
)
def test_measures_a_block(name, markup, text, want):
    assert measure(name, text, story(markup)) == pytest.approx(want)


def test_measures_the_place_in_a_story():
    rows = rows_of(story("<p>x</p>"), Witness("Tin falls"))

    assert [rows[text]["after_headline"] for text in (TIN, "x", FURNACE)] == [1, 2, 3]
    assert rows[TIN]["prose_before"] == rows[FURNACE]["prose_after"] == 0
    assert rows["x"]["prose_before"] + rows["x"]["prose_after"] == pytest.approx(1)
    assert (rows[TIN]["from_first"], rows[FURNACE]["to_last"]) == (0, 0)
    assert rows["x"]["words_before"] == words_in(TIN)
    assert rows["x"]["words_after"] == words_in(FURNACE)


def test_the_headline_is_the_printed_one_else_the_first_heading():
    markup = f"<h1>The Paper</h1><div><h2>Tin falls</h2><p>{TIN}</p><p>{FURNACE}</p></div>"

    assert rows_of(markup, Witness("tin FALLS"))[TIN]["after_headline"] == 1
    assert rows_of(markup, Witness("another"))[TIN]["after_headline"] == 2
    assert rows_of(f"<p>{TIN}</p>")[TIN]["after_headline"] > 900


def test_a_summary_in_the_data_is_recognized_without_regard_to_signs():
    rows = rows_of(story(), Witness("Tin falls", (f"{TIN[:-1]} …",)))

    assert rows[TIN]["in_description"]
    assert not rows[FURNACE]["in_description"]


def test_the_body_in_the_data_testifies():
    rows = rows_of(story("<p>Read more about tin and zinc</p>"), Witness("Tin falls", (), f"{TIN}\n{FURNACE} " * 4))

    assert all(row["has_witness"] for row in rows.values())
    assert rows[TIN]["in_witness"]
    assert not rows["Read more about tin and zinc"]["in_witness"]


def test_links_far_from_the_story_are_no_candidates():
    rows = rows_of(f"<ul><li><a href=/>Home</a></ul>{story('<p><a href=/>Read more</a></p>')}<footer>Imprint</footer>")

    assert "Home" not in rows
    assert "Read more" in rows, "it stands in the story"
    assert "Imprint" in rows, "it is no link"


def test_weighs_names_on_the_way_to_the_container():
    rows = rows_of(story("<div class=promo><p>x</p></div>"), weights={"promo": -2.5, "story": 3.0})

    assert (rows["x"]["names_low"], rows["x"]["names_high"]) == (-2.5, 0)
    assert rows[TIN]["names_low"] == 0


def test_hidden_prose_and_comments_do_not_draw_the_container():
    hidden = f"<div id=h hidden>{f'<p>{TIN}</p>' * 6}</div>"
    talk = f"<div id=c class=comments>{f'<p>{FURNACE}</p>' * 6}</div>"
    found = measured(blocks_of(f"{hidden}{talk}<div id=s><p>{TIN}</p><p>{FURNACE}</p></div>"), Witness(), CUES, {})

    assert found.container.place.element.get("id") == "s"


def test_measures_from_the_container_it_is_given():
    blocks = blocks_of(f"<div id=a>{f'<p>{TIN}</p>' * 5}</div><div id=b><p>{FURNACE}</p></div>")
    other = container_of(blocks, [0.0] * 5 + [20.0])

    found = measured(blocks, Witness(), CUES, {}, other)

    assert found.container.place.element.get("id") == "b"
    assert dict(zip(NAMES, found.rows[-1], strict=True))["climb"] == 0


def test_an_empty_page_has_no_rows():
    assert measured([], Witness(), CUES, {}).rows == []


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class=x>", "</div>", "<ul><li>", "</ul>", "<a href=/>", "</a>", "<h1>", "</h1>", "<td>", "<br>",
     TIN, FURNACE, "Tin", "Photo", "锡价。", "12", "…", "\u200f", "<figure><figcaption>", "<img>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.text(max_size=20))
@settings(deadline=None)
def test_every_row_is_whole_and_finite_on_any_page(pieces, headline):
    blocks = blocks_of("".join(pieces))

    found = measured(blocks, Witness(headline, (headline,), TIN * 4), CUES, {"x": -1.0})

    assert len(found.candidates) == len(found.rows) == len(found.paths) == len(found.holders) == len(found.alike)
    assert found.candidates == sorted(set(found.candidates))
    assert len(found.prose) == len(blocks)
    assert all(len(row) == len(NAMES) and all(math.isfinite(value) for value in row) for row in found.rows)
