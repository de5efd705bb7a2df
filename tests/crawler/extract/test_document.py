"""HTML and plain text to blocks: where one ends and the next begins, and what is no text at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.document import MAX_DEPTH, even, page_blocks, parse_html, text_blocks


def blocks(markup):
    found, _ = page_blocks(parse_html(f"<body>{markup}</body>"))
    return found


def texts(markup):
    return [block.text for block in blocks(markup)]


@pytest.mark.parametrize(
    ("markup", "want"),
    [
        pytest.param("<p>Tin <b>rises</b> on</p><p>Zinc</p>", ["Tin rises on", "Zinc"], id="paragraphs"),
        pytest.param("Tin<p>Zinc</p>Lead", ["Tin", "Zinc", "Lead"], id="bare-text-around"),
        pytest.param("<div>Tin<div>Zinc</div>Lead</div>", ["Tin", "Zinc", "Lead"], id="nested-divisions"),
        pytest.param("<p>Tin<br>Zinc<br/><br/>Lead</p>", ["Tin", "Zinc", "Lead"], id="line-breaks"),
        pytest.param("<p>Tin\n  \t rises&nbsp;on</p>", ["Tin rises on"], id="spaces-made-even"),
        pytest.param("<p>Ti\u200bn\u00ad</p>", ["Tin"], id="invisible-characters"),
        pytest.param("<p></p><p> &nbsp; </p>", [], id="empty"),
        pytest.param("<p>A<script>x()</script><style>y</style>B</p>", ["AB"], id="scripts-and-styles"),
        pytest.param("<p>A<!-- no -->B<noscript>C</noscript></p>", ["AB"], id="comment-and-noscript"),
        pytest.param("<p>A <svg><title>icon</title></svg>B</p>", ["A B"], id="drawing"),
        pytest.param("<p>CO<sub>2</sub> up 3<sup>rd</sup></p>", ["CO2 up 3rd"], id="subscript"),
        pytest.param("<p>5 &lt; 6 &amp; 7</p>", ["5 < 6 & 7"], id="references"),
        pytest.param("<div><a>Tin</a><a>Prices</a></div>", ["Tin", "Prices"], id="chips-that-are-links"),
        pytest.param("<div><span>Tin</span> <span>Prices</span></div>", ["Tin", "Prices"], id="chips-that-are-spans"),
        pytest.param("<p>See <a>Tin</a> and <a>Zinc</a></p>", ["See Tin and Zinc"], id="links-in-a-sentence"),
        pytest.param(
            "<p><span>Tin rose.</span><span>Zinc fell.</span></p>", ["Tin rose.", "Zinc fell."], id="sentences"
        ),
    ],
)
def test_cuts_a_page_into_blocks(markup, want):
    assert texts(markup) == want


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        pytest.param("<p>x</p>", "p", id="paragraph"),
        pytest.param("<div>x</div>", "p", id="division"),
        pytest.param("<h2>x</h2>", "h", id="heading"),
        pytest.param("<ul><li>x</li></ul>", "li", id="item"),
        pytest.param("<ul><li><p>x</p></li></ul>", "li", id="paragraph-in-an-item"),
        pytest.param("<blockquote><p>x</p></blockquote>", "quote", id="quotation"),
        pytest.param("<table><tr><td>x</td><td>y</td></tr></table>", "row", id="row"),
        pytest.param("<table><tr><td>x</td></tr></table>", "p", id="layout-table"),
    ],
)
def test_names_the_type_of_a_block(markup, kind):
    assert [block.type for block in blocks(markup)] == [kind]


def test_keeps_the_cells_of_a_row():
    (row,) = blocks("<table><tr><th>Tin</th><td> 31,200 </td><td></td></tr></table>")

    assert (row.text, row.cells) == ("Tin | 31,200 | ", ("Tin", "31,200", ""))


@pytest.mark.parametrize(
    ("markup", "hidden", "chrome"),
    [
        pytest.param("<p>x</p>", False, False, id="plain"),
        pytest.param("<p hidden>x</p>", True, False, id="hidden-attribute"),
        pytest.param('<div style="color:red; DISPLAY : none"><p>x</p></div>', True, False, id="style-above-it"),
        pytest.param("<nav><p>x</p></nav>", False, True, id="navigation"),
        pytest.param("<footer>x</footer>", False, True, id="footer"),
        pytest.param("<aside><div><p>x</p></div></aside>", False, True, id="sidebar"),
        pytest.param('<div role="navigation">x</div>', False, True, id="role"),
        pytest.param("<header><h1>x</h1></header>", False, False, id="header"),
    ],
)
def test_tells_what_is_hidden_and_what_is_furniture(markup, hidden, chrome):
    assert [(block.hidden, block.chrome) for block in blocks(markup)] == [(hidden, chrome)]


@pytest.mark.parametrize(
    ("markup", "linked"),
    [
        pytest.param("<p><a>Tin rises</a></p>", True, id="all"),
        pytest.param("<p><a>Tin</a> <a>Zinc</a></p>", True, id="several"),
        pytest.param("<p>Read on: <a>Tin</a></p>", False, id="part"),
        pytest.param("<p>Tin</p>", False, id="none"),
        pytest.param("<p><a></a>Tin</p>", False, id="anchor-without-text"),
    ],
)
def test_tells_a_block_that_is_links_alone(markup, linked):
    assert {block.linked for block in blocks(markup)} == {linked}


def test_does_not_count_a_link_twice_behind_a_link_in_another_block():
    assert [block.linked for block in blocks("<p><a>Tin</a></p><p>Tin rises</p>")] == [True, False]


@pytest.mark.parametrize("tag", ["main", "article", "section", "div", "p"])
def test_reads_a_page_that_writes_neither_head_nor_body(tag):
    found, _ = page_blocks(parse_html(f"<title>T</title><{tag}>Tin rises</{tag}>"))

    assert [block.text for block in found] == ["Tin rises"]


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 1000, 20_000])
def test_says_when_a_page_is_nested_too_deep(depth):
    _, flags = page_blocks(parse_html("<div>" * depth + "Tin" + "</div>" * depth))

    assert flags == ["depth-limit"]


def test_a_page_of_common_depth_bears_no_flag():
    found, flags = page_blocks(parse_html("<div>" * 100 + "Tin" + "</div>" * 100))

    assert ([block.text for block in found], flags) == (["Tin"], [])


@pytest.mark.parametrize("text", ["", " ", "\x00", "\n\n"])
def test_has_no_tree_for_nothing(text):
    assert parse_html(text) is None


def test_reads_plain_text_one_block_a_line():
    found = text_blocks("Tin\r\n\r\n  Zinc  rises \nName\tLow\nCopper\t\t9,000\n")

    assert [(block.text, block.type, block.cells) for block in found] == [
        ("Tin", "p", ()),
        ("Zinc rises", "p", ()),
        ("Name | Low", "row", ("Name", "Low")),
        ("Copper |  | 9,000", "row", ("Copper", "", "9,000")),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("Bo\u0308rse", "B\u00f6rse", id="normal-form-c"),
        pytest.param("Kupfer\u00adpreis", "Kupferpreis", id="soft-hyphen"),
        pytest.param("\u200eTin\u200b rose\u2060 \u202a2%\u202c\ufeff", "Tin rose 2%", id="format-characters"),
        pytest.param("Tin\U000e0049\U000e0067\U000e006e rose", "Tin rose", id="tags"),
        pytest.param("T\u200di\u200cn", "Tin", id="joiners-in-a-latin-word"),
        pytest.param("\u200d", "", id="a-joiner-alone"),
        pytest.param("می\u200cشود", "می\u200cشود", id="a-joiner-that-persian-needs"),
        pytest.param("👩\u200d🔬", "👩\u200d🔬", id="a-joiner-in-an-emoji"),
        pytest.param(
            "“Tin” – ‘up’ ５％，说：「铜」 ﬁne",
            "“Tin” – ‘up’ ５％，说：「铜」 ﬁne",
            id="quotes-and-full-width-as-printed",
        ),
    ],
)
def test_evens_spaces_and_what_nobody_sees_and_leaves_the_rest_as_printed(text, wanted):
    assert even(text) == wanted


@given(st.text() | st.text(alphabet="o\u0308\u034f\u200d\u00ad \u1100\u1161\n\x1b"))
def test_making_even_twice_changes_nothing(text):
    assert even(even(text)) == even(text)


@given(st.text(alphabet="<>/=\"' abpdivtr!-\n&#;x0", max_size=300))
@settings(deadline=None)
def test_blocks_are_never_empty_nor_of_several_lines(text):
    root = parse_html(text)
    found = page_blocks(root)[0] if root is not None else []

    assert all(block.text.strip() and "\n" not in block.text for block in found)
