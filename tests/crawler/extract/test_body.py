"""Where on a page the story stands."""

import pytest

from crawler.data.cues import load_cues
from crawler.extract.body import is_prose, main_blocks
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.features import Witness

TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
FURNACE = "A smelter in Gejiu said that it would run only one of its two furnaces until the end of the year."
TEASER = "Barge rates climbed as low water kept the larger ships in port for the third week running, brokers say."


def main(markup, *, headline="Tin falls", wanted=None):
    root = parse_html(f"<body>{markup}</body>")
    elements = root.cssselect(wanted) if wanted else []
    found = page_blocks(root)[0]
    last = next((i for i, block in enumerate(found) if block.text == "Related News"), len(found))
    return main_blocks(found, end=last, witness=Witness(headline), cues=load_cues(), wanted=elements).blocks


def inside(found):
    return [block.text for block in found if block.inside and block.kept]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        pytest.param(TIN, True, id="sentence"),
        pytest.param("Rare earths", False, id="label"),
        pytest.param(
            "Tin falls for a third week as smelters in Yunnan fill their furnaces again", False, id="headline"
        ),
        pytest.param(
            "He said: “Stocks of tin in exchange warehouses will fall to nothing by May.”", True, id="quotation"
        ),
        pytest.param("word " * 40, True, id="long-without-a-stop"),
        pytest.param("本周铜精矿现货加工费小幅回落，主流成交区间较上周下调。", True, id="chinese-sentence"),
        pytest.param("铜精矿现货加工费小幅回落 冶炼厂年底备货接近尾声", False, id="chinese-headline"),
        pytest.param("铜价。", False, id="short-chinese"),
        pytest.param("", False, id="empty"),
    ],
)
def test_tells_a_sentence_from_a_label(text, want):
    assert is_prose(text) is want


@pytest.mark.parametrize(
    "teaser",
    [
        pytest.param(f"<p><a href=/1>{TEASER}</a></p>", id="linked"),
        pytest.param(f"<p><a href=/1>Barges wait</a></p><p>{TEASER}</p>", id="summary-below-a-link"),
    ],
)
def test_leaves_the_sidebar_out(teaser):
    story = "".join(f"<p>{text}</p>" for text in (TIN, FURNACE, TIN, FURNACE))

    found = main(f"<div class=row><div><h1>Tin falls</h1>{story}</div><div>{teaser}</div></div>")

    assert inside(found) == ["Tin falls", TIN, FURNACE, TIN, FURNACE]
    assert TEASER not in [block.text for block in found]


def test_reaches_from_the_headline_to_the_body():
    found = main(f"<div><h1>Tin falls</h1><div>Oct 17,2019</div><div class=b><p>{TIN}</p><p>{FURNACE}</p></div></div>")

    assert [(block.text, block.inside) for block in found] == [
        ("Tin falls", False),
        ("Oct 17,2019", False),
        (TIN, True),
        (FURNACE, True),
    ]


def test_does_not_count_links_and_hidden_text_as_prose():
    teasers = "".join(f"<p><a href=/{n}>{TEASER}</a></p>" for n in range(9)) + f"<p hidden>{TEASER * 9}</p>"

    found = main(f"<div>{teasers}</div><div><p>{TIN}</p><p>{FURNACE}</p></div>")

    assert inside(found) == [TIN, FURNACE]


def test_believes_the_source_s_own_selector():
    found = main(f"<div><p>{TEASER}</p><p>{TEASER}</p></div><div class=story><p>{TIN}</p></div>", wanted="div.story")

    assert inside(found) == [TIN]


def test_marks_hidden_blocks_and_furniture():
    found = main(f"<div><p>{TIN}</p><p hidden>Secret</p><aside>Most read</aside><p>{FURNACE}</p></div>")

    assert [(block.text, block.rule) for block in found if block.rule] == [
        ("Secret", "hidden"),
        ("Most read", "page-furniture"),
    ]


def test_has_no_blocks_without_prose():
    assert main("<h1>Tin falls</h1><p>Oct 17,2019</p>") == []


def test_takes_all_lines_of_a_plain_text():
    found = main_blocks(text_blocks(f"Tin falls\n{TIN}\nTags"), end=3, headline=None)

    assert [(block.text, block.inside) for block in found] == [("Tin falls", True), (TIN, True), ("Tags", True)]


def test_finds_a_story_whose_paragraphs_are_wrapped_one_by_one():
    found = main(f"<div><h1>Tin falls</h1><div><p>{TIN}</p></div><div><p>{FURNACE}</p></div><div>{TEASER}</div></div>")

    assert inside(found)[-3:] == [TIN, FURNACE, TEASER]


def test_marks_what_stands_behind_the_story_and_looks_for_none_in_it():
    behind = f"<div>Related News</div><div><p>{TEASER}</p><p>{TEASER}</p><p>{TEASER}</p></div>"

    found = main(f"<div><h1>Tin falls</h1><div><p>{TIN}</p><p>{FURNACE}</p></div>{behind}</div>")

    assert inside(found) == [TIN, FURNACE]
    assert {block.rule for block in found if block.text in ("Related News", TEASER)} == {"behind-the-story"}
