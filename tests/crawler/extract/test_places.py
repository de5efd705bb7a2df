"""Where a block stands: the element with most prose, the way to it, and what the names on the way say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data.cues import load_cues
from crawler.extract.document import Place, holds_comments, page_blocks, parse_html
from crawler.extract.features import NAMES, Witness, measured
from crawler.extract.places import NOWHERE, chain, container_of, home, name_words, weigh


def blocks_of(markup):
    return page_blocks(parse_html(f"<body>{markup}</body>"))[0]


def located(markup, *, prose=8):
    """The page's container, and its blocks by text; a text of at least *prose* letters counts one word a letter."""
    blocks = blocks_of(markup)
    words = [float(len(block.text)) if len(block.text) >= prose else 0.0 for block in blocks]
    return container_of(blocks, words), {block.text: block for block in blocks}


def among_comments(markup, text):
    """Whether the block of that text is measured as one of readers' comments."""
    blocks = blocks_of(markup)
    container = container_of(blocks, [float(len(block.text)) if len(block.text) > 7 else 0.0 for block in blocks])
    found = measured(blocks, Witness(), load_cues(), {}, container)
    (row,) = [row for index, row in zip(found.candidates, found.rows, strict=True) if blocks[index].text == text]
    return bool(row[NAMES.index("in_comments")])


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        pytest.param("<div id=a><p>long text<p>long more</div><div id=b><p>long also</div>", "a", id="most-prose"),
        pytest.param("<div id=a><p>short<p>label</div><div id=b><p>long also</div>", "b", id="prose-alone-counts"),
        pytest.param(
            "<div id=a><div id=b><p>long text a<p>long text b</div><div id=c><p>long text c<p>long text d</div></div>",
            "a",
            id="both-halves-of-a-story",
        ),
        pytest.param(
            "<div id=a><div id=b><p>long text a<p>long text b<p>long text c</div><div id=c><p>long summary</div></div>",
            "b",
            id="not-the-sidebar-with-one-summary",
        ),
        pytest.param(
            "<div id=a>" + "".join(f"<div id=p{n}><p>long text {n}</p></div>" for n in range(4)) + "</div>",
            "a",
            id="paragraphs-wrapped-one-by-one",
        ),
    ],
)
def test_finds_the_element_with_most_prose(markup, want):
    container, _ = located(markup)

    assert container.place.element.get("id") == want


def test_the_page_itself_is_never_the_container_of_two_columns():
    container, _ = located("<div id=a><p>long text a<p>long text b</div><div id=b><p>long text c<p>long text d</div>")

    assert container.place.element.get("id") in ("a", "b")


@pytest.mark.parametrize("markup", ["", "<p>label</p>", "<div></div>"])
def test_a_page_without_prose_has_no_container(markup):
    container, found = located(markup)

    assert container.place is None
    assert {container.path(block.place).climb for block in found.values()} <= {NOWHERE, 0, 1, 2}


def test_counts_how_far_a_block_is_from_the_container():
    container, found = located(
        "<div id=page><div><div id=a><p>long text a<p>long text b<p>in</p><ul class=x><li>item</li></ul></div>"
        "<p>beside</p></div><section class=more><p>far</p></section></div>"
    )

    climbs = {text: container.path(block.place).climb for text, block in found.items()}

    assert climbs == {"long text a": 0, "long text b": 0, "in": 0, "item": 0, "beside": 1, "far": 2}


def test_the_way_tells_tags_and_names_between_a_block_and_the_container():
    container, found = located(
        "<div id=a><p>long text a<p>long text b<ul class='x y'><li data-type=z role=note>item</li></ul></div>"
    )

    way = container.path(found["item"].place)

    assert way.tags == {"ul", "li"}
    assert [set(names) for names in way.names] == [{"z", "note"}, {"x y"}]


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        pytest.param("<div class=comment-list><p>talk</p></div>", True, id="by-name"),
        pytest.param("<div class=Kommentare><div><p>talk</p></div></div>", True, id="further-up"),
        pytest.param("<div class=comments-open><p>talk</p></div>", False, id="that-they-are-allowed"),
        pytest.param("<div class=note><p>talk</p></div>", False, id="not"),
    ],
)
def test_tells_that_a_block_stands_among_comments(markup, want):
    assert among_comments(f"<div id=a><p>long text a<p>long text b</p>{markup}</div>", "talk") is want


@pytest.mark.parametrize(
    "word", "comment comments disqus kommentar kommentare commentaires comentarios commenti reacties".split()
)
def test_every_word_for_comments_is_recognized(word):
    assert holds_comments((f"page {word.upper()}",))


def test_a_block_outside_any_tree_is_nowhere():
    container, _ = located("<div><p>long text</div>")

    assert container.path(Place()).climb == container.path(None).climb == NOWHERE


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        pytest.param("<div id=a><p>x</p></div>", "div", id="of-a-paragraph-what-is-around-it"),
        pytest.param("<ul id=a><li>x</li></ul>", "ul", id="of-an-item-its-list"),
        pytest.param("<section><div id=a>x</div></section>", "div", id="of-a-division-itself"),
        pytest.param("<div><h2 id=a>x</h2></div>", "div", id="of-a-heading-what-is-around-it"),
    ],
)
def test_tells_whose_text_a_block_is(markup, want):
    (block,) = blocks_of(markup)

    assert home(block.place).element.tag == want


def test_yields_the_places_around_a_block_up_to_the_root():
    (block,) = blocks_of("<main><div><ul><li>x</li></ul></div></main>")

    assert [place.element.tag for place in chain(block.place)] == ["li", "ul", "div", "main", "body", "html"]
    assert [*chain(None)] == [*chain(Place())] == []


def test_reads_only_what_names_an_element():
    container, found = located(
        "<div id=a><p>long text a<p>long text b</p>"
        '<div class="a b" id=c style="color:red" data-component=d onclick=e aria-label=f>x</div></div>'
    )

    (names,) = container.path(found["x"].place).names

    assert set(names) == {"a b", "c", "d"}


@pytest.mark.parametrize(
    ("name", "want"),
    [
        pytest.param("article-body", {"article", "body", "article body"}, id="hyphen"),
        pytest.param("article__body--wide", {"article", "body", "wide", "article body", "body wide"}, id="underscores"),
        pytest.param("articleBody", {"article", "body", "article body"}, id="capital"),
        pytest.param("NYTStory", {"nyt", "story", "nyt story"}, id="capitals"),
        pytest.param("col-4 col-4", {"col"}, id="once"),
        pytest.param("a b 12", set(), id="letters-and-numbers"),
        pytest.param("post meta", {"post", "meta"}, id="no-pairs-across-names"),
    ],
)
def test_reads_the_words_of_a_name(name, want):
    found = name_words((name,))

    assert set(found) == want
    assert len(found) == len(want)


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("comments", True),
        ("comment-list", True),
        ("disqus_thread", True),
        ("article-comments", True),
        ("comment-count", False),
        ("no-comments", False),
        ("commentary", False),
        ("", False),
    ],
)
def test_tells_an_element_of_comments_by_its_name(name, want):
    markup = f'<div id=a><p>long text a<p>long text b</p><div class="{name}"><p>talk</p></div></div>'

    assert among_comments(markup, "talk") is want


WEIGHTS = {"story": 2.0, "body": 1.0, "related": -3.0}


@pytest.mark.parametrize(
    ("names", "want"),
    [
        pytest.param([], (0, 0, 0, 0, 0), id="no-way"),
        pytest.param([("story-body",)], (1, 2, 1, 2, 3), id="one-element"),
        pytest.param([("unknown",)], (0, 0, 0, 0, 0), id="unknown-word"),
        pytest.param([("story",), ("related",)], (2, 2, -3, 2, -2), id="the-nearest-first"),
        pytest.param([("x",), ("related body",)], (0, 0, -3, 1, -2), id="least-and-most-of-one-element"),
    ],
)
def test_weighs_the_names_on_a_way(names, want):
    assert weigh(names, WEIGHTS) == pytest.approx(want)


@given(st.lists(st.tuples(st.text(max_size=30)), max_size=5))
def test_weighing_is_bounded_by_the_weights(names):
    first_low, first_high, low, high, _ = weigh(names, WEIGHTS)

    assert -3 <= low <= first_low <= first_high <= high <= 2


@given(st.text(max_size=300))
def test_the_words_of_any_name_are_lower_case_and_without_doubles(name):
    found = name_words((name,))

    assert len(set(found)) == len(found)
    assert all(word == word.lower() for word in found)
