"""Lines of the main container that are fields: told by place and shape, marked, never altered."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean.furniture import (
    date_lines,
    lead_line,
    mark_abstract,
    mark_between,
    mark_headline,
    mark_outside,
    mark_tag_lines,
)
from crawler.data import load_knowledge
from crawler.data.rules import PhraseRule
from crawler.model import Block

RULES = load_knowledge().rules
HEADLINE = "Tin stocks fall for a third week"
FIRST = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday."
SECOND = "Smelters in the south cut runs for a third week while the port stayed shut."
THIRD = "Traders expect the market to ease when the mines of the north return in May."
LONG = f"{SECOND} {THIRD}"
SOURCE = Block(text="Source: LMM", rule="outlet-source-line")
GENRES = {"Market commentary", "Data"}
KNOWN = {"Copper", "Tin", "Rare earths", "Market commentary", "锡"}


def is_story(text):
    return len(text) >= 60 and text.endswith((".", "。"))


def is_date(text):
    return text in {"Oct 17, 2019 15:50", "2019-10-17"}


def is_genre(text):
    return text in GENRES


def is_known(text):
    return text in KNOWN


def lines(*texts):
    return [Block(text=text) for text in texts]


def rules_of(blocks):
    return [block.rule for block in blocks]


def marked_abstract(blocks, *, printed, summaries=()):
    return mark_abstract(blocks, RULES, is_story=is_story, summaries=summaries, printed=printed)


def abstract_of(*blocks, printed=False, summaries=()):
    done, text = marked_abstract(blocks, printed=printed, summaries=summaries)
    return [i for i, block in enumerate(done) if block.rule == "abstract"], text


def tags_of(*blocks):
    done, tags = mark_tag_lines(blocks, is_known=is_known, is_story=is_story)
    assert [block.text for block in done if block.rule == "keywords"] == tags
    return tags


def linked(*texts):
    return [Block(text=text, linked=True) for text in texts]


texts = st.sampled_from(
    [
        HEADLINE,
        FIRST,
        SECOND,
        THIRD,
        "Copper",
        "Tin",
        "Foo",
        "Market commentary",
        "2019-10-17",
        "Source: LMM",
        "Wuxi 2,100",
    ]
)
all_blocks = st.lists(
    st.builds(
        Block,
        text=st.one_of(texts, st.text(min_size=1, max_size=60)),
        type=st.sampled_from(["p", "p", "p", "h", "li", "row"]),
        rule=st.sampled_from([None, None, None, "hidden", "translation-notice"]),
        inside=st.sampled_from([True, True, False]),
        linked=st.booleans(),
    ),
    max_size=10,
)


@settings(deadline=None)
@given(all_blocks, st.booleans())
def test_no_step_loses_or_alters_anything_but_the_rule_of_a_kept_block(blocks, printed):
    results = [
        mark_headline(blocks, HEADLINE),
        mark_between(mark_headline(blocks, HEADLINE), is_genre=is_genre)[0],
        marked_abstract(blocks, printed=printed, summaries=[THIRD])[0],
        mark_tag_lines(blocks, is_known=is_known, is_story=is_story)[0],
        mark_outside(blocks),
    ]

    for done in results:
        assert [replace(block, rule=None) for block in done] == [replace(block, rule=None) for block in blocks]
        assert all(after == before for before, after in zip(blocks, done, strict=True) if before.rule or after.kept)


@settings(deadline=None)
@given(all_blocks)
def test_marking_headline_and_outside_twice_equals_once(blocks):
    once = mark_outside(mark_headline(blocks, HEADLINE))

    assert mark_outside(mark_headline(once, HEADLINE)) == once


@settings(deadline=None)
@given(all_blocks)
def test_what_is_marked_is_what_is_returned(blocks):
    done, abstract = marked_abstract(blocks, printed=True)
    tagged, tags = mark_tag_lines(blocks, is_known=is_known, is_story=is_story)

    assert [block.text for block in done if block.rule == "abstract"] == ([abstract] if abstract else [])
    assert [block.text for block in tagged if block.rule == "keywords"] == tags


@pytest.mark.parametrize(
    ("blocks", "headline"),
    [
        pytest.param(lines(HEADLINE, FIRST), HEADLINE, id="first-line"),
        pytest.param(lines("Metals News", "Save", HEADLINE, FIRST), HEADLINE, id="behind-furniture"),
        pytest.param(lines("Oct 17, 2019 15:50", HEADLINE, FIRST), HEADLINE, id="behind-the-date"),
        pytest.param(lines("金属新闻", "锡价连续三周下跌", FIRST), "锡价连续三周下跌", id="chinese"),
        pytest.param(lines(FIRST, HEADLINE), None, id="page-that-begins-with-a-paragraph"),
        pytest.param(lines(f"{HEADLINE}?", FIRST), f"{HEADLINE}?", id="question"),
        pytest.param(lines("Prices:", FIRST), None, id="colon"),
        pytest.param(lines("T" * 301, FIRST), None, id="too-long"),
        pytest.param(lines("Save", "Print"), None, id="furniture-only"),
        pytest.param([], None, id="no-lines"),
    ],
)
def test_the_lead_line_is_the_first_one_that_reads_like_a_title(blocks, headline):
    assert lead_line(blocks, RULES, is_date=is_date) == headline


def test_every_printing_of_the_headline_above_the_story_is_marked():
    blocks = mark_headline([*lines(HEADLINE, HEADLINE.upper(), "2019-10-17", FIRST)], HEADLINE)

    assert rules_of(blocks) == ["headline", "headline", None, None]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HEADLINE}, ministry says", id="longer"),
        pytest.param("Tin stocks fall", id="shorter"),
        pytest.param(FIRST, id="paragraph"),
    ],
)
def test_a_line_that_only_resembles_the_headline_stays(text):
    assert rules_of(mark_headline(lines(text), HEADLINE)) == [None]


def test_a_headline_that_bears_a_rule_keeps_it():
    assert rules_of(mark_headline([Block(text=HEADLINE, rule="hidden")], HEADLINE)) == ["hidden"]


def test_a_heading_behind_the_second_paragraph_that_reads_like_the_headline_stays():
    blocks = [*lines("Tin", FIRST, SECOND), Block(text="Tin", type="h"), *lines(THIRD)]

    assert rules_of(mark_headline(blocks, "Tin")) == ["headline", None, None, None, None]


def test_date_lines_are_short_with_a_digit_and_stand_above_the_story():
    blocks = lines(HEADLINE, "Oct 17, 2019 15:50", "Source: LMM", "9" * 101, FIRST, "Oct 18, 2019", SECOND)

    assert date_lines(mark_headline(blocks, HEADLINE), (), is_story=is_story) == [1]


def test_a_date_below_the_headline_comes_before_one_above_it():
    blocks = mark_headline(lines("2019-10-18", "Home", HEADLINE, "2019-10-17", FIRST), HEADLINE)

    assert date_lines(blocks, (), is_story=is_story) == [3, 0]


@pytest.mark.parametrize(
    ("block", "found"),
    [
        pytest.param(Block(text="2019-10-17"), [1], id="kept"),
        pytest.param(Block(text="2019-10-17", inside=False), [1], id="outside-the-body"),
        pytest.param(Block(text="2019-10-17", type="li"), [1], id="list-item"),
        pytest.param(Block(text="2019-10-17", rule="hidden"), [], id="taken-before"),
        pytest.param(Block(text="yesterday"), [], id="no-digit"),
    ],
)
def test_a_kept_line_of_any_type_may_print_the_date(block, found):
    blocks = mark_headline([*lines(HEADLINE), block, *lines(FIRST)], HEADLINE)

    assert date_lines(blocks, (), is_story=is_story) == found


def test_without_a_story_all_short_lines_may_print_the_date():
    assert date_lines(lines("2019-10-17", "Tin", "41,200"), (), is_story=is_story) == [0, 2]


@pytest.mark.parametrize(
    ("behind", "genre"),
    [
        pytest.param(lines("Market commentary", FIRST), "Market commentary", id="right-behind"),
        pytest.param([Block(text="2019-10-17", rule="date-line"), *lines("Data", FIRST)], "Data", id="behind-the-date"),
        pytest.param([Block(text=HEADLINE), *lines("Data", FIRST)], "Data", id="behind-the-last-printing"),
        pytest.param(lines("By Ann Tin", "Data", FIRST), None, id="behind-another-line"),
        pytest.param(lines(FIRST, "Data"), None, id="behind-the-story"),
        pytest.param([Block(text="Data", rule="hidden"), *lines(FIRST)], None, id="taken-before"),
        pytest.param([], None, id="nothing-behind"),
    ],
)
def test_the_kind_of_piece_stands_right_behind_the_headline(behind, genre):
    blocks = mark_headline([Block(text=HEADLINE), *behind], HEADLINE)

    done, found = mark_between(blocks, is_genre=is_genre)

    assert found == genre
    assert [block.text for block in done if block.rule == "genre-line"] == ([genre] if genre else [])


def test_without_a_headline_no_line_names_the_kind_of_piece():
    assert mark_between(lines("Data", FIRST), is_genre=is_genre) == (lines("Data", FIRST), None)


def test_an_abstract_that_the_next_paragraph_repeats_is_marked():
    repeated = f"SHANGHAI: {FIRST.upper()} The bourse said so."

    assert abstract_of(*mark_headline(lines(HEADLINE, FIRST, repeated), HEADLINE)) == ([1], FIRST)


@pytest.mark.parametrize(
    ("notice", "found"),
    [
        pytest.param(Block(text="Translated by Lingotron.", rule="translation-notice"), ([0], FIRST), id="english"),
        pytest.param(Block(text="机器翻译", rule="zh-translation-notice"), ([0], FIRST), id="chinese"),
        pytest.param(Block(text="Read More", rule="read-more"), ([], None), id="other-rule"),
        pytest.param(Block(text="Translated by Lingotron."), ([], None), id="kept"),
    ],
)
def test_a_translation_notice_parts_abstract_and_story(notice, found):
    assert abstract_of(Block(text=FIRST), notice, Block(text=SECOND)) == found


def test_a_users_own_translation_notice_parts_them_too():
    own = PhraseRule(
        id="hr-prijevod", match="strojni prijevod", drop=["Strojni prijevod."], keep=["Kositar."],
        **{"class": "machine-translation"},
    )  # fmt: skip
    blocks = [Block(text=FIRST), Block(text="Strojni prijevod.", rule=own.id), Block(text=SECOND)]

    assert mark_abstract(blocks, [own], is_story=is_story, summaries=(), printed=False)[1] == FIRST


def test_a_translation_notice_elsewhere_makes_no_abstract():
    notice = Block(text="Translated by Lingotron.", rule="translation-notice")

    assert abstract_of(notice, *lines(FIRST, SECOND)) == ([], None)
    assert abstract_of(*lines(FIRST, SECOND), notice, *lines(THIRD)) == ([], None)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(Block(text="Source:LMM", rule="outlet-source-line"), id="source"),
        pytest.param(Block(text="PUBLISHED: Oct 17, 2019", rule="date-line"), id="published"),
        pytest.param(Block(text="来源：北斗", rule="zh-source-line"), id="chinese-source"),
        pytest.param(Block(text="发布时间：2019-10-17", rule="date-line"), id="chinese-time"),
        pytest.param(Block(text="发布时间: 2019-10-17", rule="date-line", inside=False), id="outside-the-body"),
    ],
)
def test_where_the_site_prints_abstracts_it_stands_behind_a_source_or_publication_line(line):
    blocks = [line, *lines(FIRST, LONG)]

    assert abstract_of(*blocks, printed=True) == ([1], FIRST)
    assert abstract_of(*blocks, printed=False) == ([], None)


@pytest.mark.parametrize(
    ("line", "paragraph", "summaries", "found"),
    [
        pytest.param(FIRST, LONG, [], [1], id="much-shorter-than-the-story-below"),
        pytest.param(FIRST, SECOND, [], [], id="as-long-as-the-paragraph-below"),
        pytest.param(FIRST, SECOND, [THIRD, FIRST], [1], id="a-summary-of-the-pages-own"),
        pytest.param(FIRST.rstrip("."), SECOND, [], [1], id="no-sentence"),
        pytest.param("Tin fell.", LONG, [], [1], id="short-sentence"),
    ],
)
def test_a_printed_abstract_has_the_shape_of_one(line, paragraph, summaries, found):
    assert abstract_of(SOURCE, *lines(line, paragraph), printed=True, summaries=summaries)[0] == found


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([SOURCE, *lines(f"SHANGHAI, Jan 9 (LMM) - {FIRST}", LONG * 2)], id="dateline"),
        pytest.param([Block(text="Sources of tin", rule="button"), *lines(FIRST, LONG)], id="other-line"),
        pytest.param([*lines(FIRST), SOURCE, *lines(LONG)], id="source-line-below"),
        pytest.param([SOURCE, *lines(FIRST)], id="only-paragraph"),
        pytest.param([SOURCE, Block(text=FIRST, type="li"), Block(text=LONG)], id="list-item"),
        pytest.param([SOURCE, Block(text=FIRST), Block(text=LONG, inside=False)], id="story-outside-the-body"),
        pytest.param([SOURCE, Block(text=FIRST), Block(text=LONG, rule="learned")], id="story-taken-before"),
        pytest.param([], id="no-blocks"),
    ],
)
def test_a_storys_own_first_paragraph_is_no_abstract(blocks):
    assert abstract_of(*blocks, printed=True) == ([], None)


@pytest.mark.parametrize(
    ("behind", "tags"),
    [
        pytest.param(lines("Copper", "Rare earths"), ["Copper", "Rare earths"], id="all-known"),
        pytest.param(lines("Copper", "Warehouses", "Ore"), ["Copper", "Warehouses", "Ore"], id="a-third-known"),
        pytest.param(lines("Editor", "Copper"), ["Copper"], id="from-the-first-known-one-on"),
        pytest.param(
            linked("Warehouses", "Copper", "Ore", "Port"), ["Warehouses", "Copper", "Ore", "Port"], id="links"
        ),
        pytest.param([Block(text="Save", rule="button"), *lines("Copper")], ["Copper"], id="behind-a-removed-line"),
        pytest.param(lines("Copper", "Read on below."), [], id="before-a-sentence"),
        pytest.param(lines("锡"), ["锡"], id="chinese"),
        pytest.param([Block(text="Copper", type="li"), Block(text="Tin", type="li")], ["Copper", "Tin"], id="list"),
        pytest.param([Block(text="Copper", inside=False)], ["Copper"], id="outside-the-body"),
    ],
)
def test_short_lines_behind_the_story_are_its_tags(behind, tags):
    assert tags_of(*lines(HEADLINE, FIRST), *behind) == tags


@pytest.mark.parametrize(
    "behind",
    [
        pytest.param(lines("Warehouses", "Port"), id="none-known"),
        pytest.param(lines("Copper", "A", "B", "C"), id="less-than-a-third-known"),
        pytest.param([Block(text="Warehouses", type="li"), Block(text="Port", type="li")], id="list-items"),
        pytest.param([Block(text="Copper", type="h")], id="heading"),
        pytest.param([Block(text="Copper", type="row", cells=("Copper",))], id="row"),
        pytest.param(lines("Copper rose."), id="sentence"),
        pytest.param(lines("Copper:"), id="caption"),
        pytest.param(lines("Copper 214,000, down 7,000"), id="figures"),
        pytest.param([Block(text="Copper (grade A): third month", type="li")] * 3, id="list-of-its-own"),
        pytest.param(lines("Copper 5.2"), id="decimal"),
        pytest.param(lines("Copper up 3%"), id="per-cent"),
        pytest.param(lines("Copper in 2019"), id="year"),
        pytest.param(lines("Copper " * 7), id="seven-words"),
        pytest.param(lines("Copper" * 9), id="too-long"),
        pytest.param([Block(text="Copper", rule="learned")], id="taken-before"),
        pytest.param([], id="nothing"),
    ],
)
def test_lines_of_the_story_are_no_tags(behind):
    assert tags_of(*lines(HEADLINE, FIRST), *behind) == []


def test_a_list_that_a_sentence_of_the_story_announces_is_no_run_of_tags():
    announced = "The exchange will add contracts for the metals that its members asked for in May:"

    assert tags_of(*lines(FIRST, announced), Block(text="Copper", type="li"), Block(text="Tin", type="li")) == []


def test_short_lines_within_the_story_are_no_tags():
    assert tags_of(*lines(FIRST, "Copper", SECOND)) == []
    assert tags_of(*lines(FIRST, "Copper", SECOND, "Tin")) == ["Tin"]


def test_links_behind_the_story_are_tags_though_none_is_known():
    assert tags_of(*lines(FIRST), *linked("Warehouses", "Port")) == ["Warehouses", "Port"]


def test_a_removed_line_between_two_tags_does_not_part_them():
    between = Block(text="Advertisement", rule="advertisement")

    assert tags_of(*lines(FIRST, "Copper"), between, *lines("Tin")) == ["Copper", "Tin"]


@pytest.mark.timeout(60)
def test_the_time_for_many_short_lines_grows_with_their_number_not_its_square():
    blocks = lines(FIRST, *["Copper"] * 40_000)

    start = time.perf_counter()
    tags = tags_of(*blocks)

    assert len(tags) == 40_000
    assert time.perf_counter() - start < 3  # 0.2 s where membership is asked of a set, 8 s and more of a list


def test_what_stands_outside_the_body_is_marked_unless_it_bears_a_rule():
    blocks = [Block(text="Tin", inside=False), Block(text="Save", inside=False, rule="button"), Block(text=FIRST)]

    assert rules_of(mark_outside(blocks)) == ["outside-body", "button", None]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        pytest.param("Tags: tin, prices", ["tin", "prices"], id="english"),
        pytest.param("Schlagwörter: Kupfer, Zink", ["Kupfer", "Zink"], id="german"),
        pytest.param("Themen: Kupfer", ["Kupfer"], id="german-topics"),
        pytest.param("Etiquetas: cobre; litio", ["cobre", "litio"], id="spanish"),
        pytest.param("Теги: медь, олово", ["медь", "олово"], id="russian"),
        pytest.param("Etiketler: bakır | kalay", ["bakır", "kalay"], id="turkish"),
        pytest.param("Palavras-chave: cobre", ["cobre"], id="portuguese"),
        pytest.param("Mots-clés : cuivre, zinc", ["cuivre", "zinc"], id="french"),
        pytest.param("关键词：铜、锡", ["铜", "锡"], id="chinese"),
        pytest.param("Themen: Die Hütte spricht über Strom, und über Zinn spricht niemand mehr.", [], id="a-sentence"),
        pytest.param("Topics of the day: tin", [], id="another-label"),
    ],
)
def test_a_line_that_says_so_itself_holds_the_tags_in_every_language(line, tags):
    _, found = mark_tag_lines(lines(HEADLINE, FIRST, line), is_known=is_known, is_story=is_story)

    assert found == tags
