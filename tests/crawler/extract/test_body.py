"""Where on a page the story stands: on whole pages in seven languages and three designs, with what stands in and around it."""

import re
import time
import tomllib
from hashlib import sha1
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.data.cues import load_cues
from crawler.extract.body import is_prose, main_blocks
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.features import Witness
from crawler.extract.places import chain

PAGES = Path(__file__).parents[2] / "pages" / "bodies"
STORIES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob("*.toml"))}
TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
FURNACE = "A smelter in Gejiu said that it would run only one of its two furnaces until the end of the year."
TEASER = "Barge rates climbed as low water kept the larger ships in port for the third week running, brokers say."

BLOG = {
    "page": "hfeed site", "head": "site-header", "main": "content-area", "article": "post type-post hentry",
    "title": "entry-header", "deck": "entry-subtitle", "meta": "entry-meta", "body": "entry-content", "picture": "wp-caption",
    "discuss": "comments-prompt",
    "side": "widget-area sidebar", "end": "entry-footer", "foot": "site-footer", "related": "related-posts",
    "share": "sharedaddy share-buttons", "letter": "newsletter-signup", "wall": "paywall-message", "bio": "author-box",
    "comments": "comments-area", "comment": "comment-body", "ad": "ad-container", "teaser": "related-post",
}  # fmt: skip
PAPER = {
    "page": "page-wrapper", "head": "header header--sticky", "main": "main-content", "article": "article",
    "title": "article__header", "deck": "article__standfirst", "meta": "article__meta", "body": "article__body",
    "picture": "image__wrap",
    "discuss": "article__comments-cta", "side": "sidebar", "end": "article__tags", "foot": "footer", "related": "article__related",
    "share": "article__share social-share", "letter": "newsletter-box", "wall": "subscribe-banner",
    "bio": "article__author-bio", "comments": "comments", "comment": "comment__text", "ad": "advertisement", "teaser": "teaser",
}  # fmt: skip
HASHED = {
    name: f"css-{sha1(name.encode(), usedforsecurity=False).hexdigest()[:7]}" for name in PAPER
}  # as style libraries name elements
DESIGNS = {"blog": BLOG, "paper": PAPER, "hashed": HASHED}


def known_to_miss(languages, reason):
    """All languages; the ones named are judged wrongly as yet."""
    marks = pytest.mark.xfail(strict=True, reason=reason)
    return [pytest.param(name, marks=marks if name in languages else ()) for name in STORIES]


# ---------------------------------------------------------------- pages


def box(tag, name, *content):
    return f'<{tag} class="{name}">{"".join(content)}</{tag}>'


def tags(tag, texts):
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def links(texts):
    return "<ul>" + "".join(f'<li><a href="/{n}.html">{text}</a></li>' for n, text in enumerate(texts)) + "</ul>"


def a_page(text, design, body, *, end=""):
    """A whole page of about fifty blocks around the markup of a story's body; *end* follows it in the same container."""
    css = DESIGNS[design]
    story = box(
        "article", css["article"],
        box("header", css["title"], f"<h1>{text['headline']}</h1>", box("p", css["deck"], text["deck"]),
            box("div", css["meta"], f"<span>{text['byline']}</span> <time>{text['date']}</time>")),
        box("div", css["body"], body, end),
        box("footer", css["end"], links(text["tags"])),
    )  # fmt: skip
    comments = box(
        "section", css["comments"], f"<h2>{text['comments_heading']}</h2>",
        *(box("div", css["comment"], f"<p>{comment}</p>") for comment in text["comments"]),
    )  # fmt: skip
    side = box("aside", css["side"], f"<h3>{text['popular_heading']}</h3>", links(text["popular"]))
    more = box("div", css["related"], f"<h2>{text['related_heading']}</h2>", links(text["related"]))
    return f"""<!doctype html><html><head><title>{text["headline"]}</title></head><body><div class="{css["page"]}">
        {box("header", css["head"], "<nav>", links(text["nav"]), "</nav>")}
        <main class="{css["main"]}">{story}{more}{comments}</main>{side}
        {box("footer", css["foot"], links(text["footer"]), f"<p>{text['legal']}</p>")}</div></body></html>"""


def read(markup, headline, descriptions=()):
    found = page_blocks(parse_html(markup))[0]
    return main_blocks(found, end=len(found), witness=Witness(headline, descriptions), cues=load_cues()).blocks


def texts_of(blocks):
    """What the story is made of, without its own headline."""
    return [block.text for block in blocks if block.inside and block.kept and block.type != "h"]


# ---------------------------------------------------------------- what a story is made of


def halves(text):
    middle = len(text["story"]) // 2
    return text["story"][:middle], text["story"][middle:]


def kept_form(kind, text, css):
    """Markup of a body in which something of the kind stands, and the texts that are its story."""
    first, second = halves(text)
    above, below = tags("p", first), tags("p", second)
    rows = "".join(f"<tr>{tags('td', cells)}</tr>" for cells in text["rows"])
    forms = {
        "paragraphs": (above + below, [*first, *second]),
        "subheading": (f"{above}<h2>{text['subheading']}</h2>{below}", [*first, text["subheading"], *second]),
        "list": (f"{above}<ul>{tags('li', text['items'])}</ul>{below}", [*first, *text["items"], *second]),
        "quote": (f"{above}<blockquote><p>{text['quote']}</p></blockquote>{below}", [*first, text["quote"], *second]),
        "rows": (f"{above}<table>{rows}</table>{below}", [*first, *map(" | ".join, text["rows"]), *second]),
        "line-breaks": (f"<p>{'<br><br>'.join(text['story'])}</p>", text["story"]),
        "divisions": (tags("div", text["story"]), text["story"]),
        "wrapped-one-by-one": ("".join(f"<div>{tags('p', [line])}</div>" for line in text["story"]), text["story"]),
        "questions": (
            above + "".join(f"<p><strong>{asked}</strong></p><p>{answer}</p>" for asked, answer in text["qa"]),
            [*first, *(line for pair in text["qa"] for line in pair)],
        ),
        "live-posts": (
            "".join(f"<div class=post><h3>{at}</h3><p>{told}</p></div>" for at, told in text["posts"]) + above,
            [*(told for _, told in text["posts"]), *first],
        ),
        "second-half-behind-a-rule": (f"{above}<hr>{below}", [*first, *second]),
        "second-half-behind-an-ad": (f"{above}{box('div', css['ad'], text['ad'])}{below}", [*first, *second]),
        "second-half-in-a-box-of-its-own": (
            f'{above}</div>{box("div", css["ad"], text["ad"])}<div class="{css["body"]}">{below}', [*first, *second],
        ),
        "standfirst-in-the-body": (f"<p><strong>{text['teaser']}</strong></p>{above}{below}", [text["teaser"], *first, *second]),
    }  # fmt: skip
    return forms[kind]


KEPT = (
    "paragraphs subheading list quote rows line-breaks divisions wrapped-one-by-one questions live-posts "
    "second-half-behind-a-rule second-half-behind-an-ad second-half-in-a-box-of-its-own standfirst-in-the-body"
).split()


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("kind", KEPT)
def test_keeps(kind, language, design):
    text = STORIES[language]
    body, want = kept_form(kind, text, DESIGNS[design])

    found = read(a_page(text, design, body), text["headline"])

    inside = [block.text for block in found if block.inside and block.kept]
    assert [line for line in inside if line in want] == want


REPEATED = [
    pytest.param(language, design, marks=pytest.mark.xfail(strict=True, reason="nearly kept") if case else ())
    for language in STORIES
    for design in DESIGNS
    for case in [design == "blog" and language in ("ar", "ja", "ko")]
]


@pytest.mark.parametrize(("language", "design"), REPEATED)
def test_keeps_a_standfirst_above_the_byline_that_the_page_s_data_repeat(language, design):
    text = STORIES[language]

    found = read(a_page(text, design, tags("p", text["story"])), text["headline"], (text["deck"],))

    assert text["deck"] in texts_of(found)


@pytest.mark.parametrize(
    "language", known_to_miss(("ar", "de", "ja", "ko", "zh"), "a header's own line that no data repeat")
)
def test_keeps_a_standfirst_above_the_byline_that_nothing_repeats(language):
    text = STORIES[language]

    found = read(a_page(text, "paper", tags("p", text["story"])), text["headline"])

    assert text["deck"] in texts_of(found)


# ---------------------------------------------------------------- what stands in a story and is none of it


def dropped_form(kind, text, css):
    """Markup, and the texts of it that are not the story."""
    forms = {
        "related-list": (box("div", css["related"], f"<h3>{text['related_heading']}</h3>", links(text["related"])),
                         [text["related_heading"], *text["related"]]),
        "teaser": (box("div", css["teaser"], f"<h4><a href=/1>{text['related'][0]}</a></h4><p>{text['teaser']}</p>"),
                   [text["related"][0], text["teaser"]]),
        "linked-pointer": (f"<p><a href=/1>{text['read_more']}</a></p>", [text["read_more"]]),
        "pointer-to-a-link": (
            f"<p><b>{text['read_more'].removesuffix(text['related'][0])}<a href=/1>{text['related'][0]}</a></b></p>",
            [text["read_more"]],
        ),
        "share-links": (box("div", css["share"], links(text["share"])), text["share"]),
        "newsletter": (box("div", css["letter"], f"<p>{text['newsletter']}</p><form><input><button>OK</button></form>"),
                       [text["newsletter"]]),
        "comment-prompt": (box("div", css["discuss"], f"<p>{text['discuss']}</p>"), [text["discuss"]]),
        "paywall": (box("div", css["wall"], f"<p>{text['paywall']}</p>"), [text["paywall"]]),
        "author-s-life": (box("div", css["bio"], f"<img src=a.jpg><p>{text['bio']}</p>"), [text["bio"]]),
        "caption": (f"<figure><img src=a.jpg><figcaption>{text['caption']}</figcaption></figure>", [text["caption"]]),
        "caption-in-a-box": (box("div", css["picture"], f"<img src=a.jpg><p>{text['caption']}</p>"), [text["caption"]]),
        "ad-label": (box("div", css["ad"], f"<span>{text['ad']}</span>"), [text["ad"]]),
    }  # fmt: skip
    return forms[kind]


REASONS = {
    "related-list": r"links|related|named:.+",
    "teaser": r"links|named:.+",
    "linked-pointer": "links",
    "pointer-to-a-link": "related",
    "share-links": "links",
    "newsletter": r"subscribe-prompt|named:.+",
    "comment-prompt": r"comment|share-prompt|named:.+",
    "paywall": r"subscribe-prompt|named:.+",
    "author-s-life": r"byline|named:.+|unlike-the-story",
    "caption": "caption",
    "caption-in-a-box": r"caption|named:.+",
    "ad-label": r"legal-notice|related|unlike-the-story|named:.+",
}
AT_THE_END = ("share-links", "comment-prompt", "paywall", "author-s-life")
MISSES = {
    **{
        (
            "teaser",
            language,
            design,
        ): "a summary that is no link, below a linked title in mid-story, reads like the story"
        for language in STORIES
        for design in ("paper", "hashed")
    },
    **{("newsletter", language, "hashed"): "a whole sentence, nothing named" for language in ("en", "es")},
}
CLOSE_CALLS = {
    *(("teaser", language, "blog") for language in ("de", "en", "es")),
    *(("linked-pointer", "ar", design) for design in DESIGNS),
    *(("newsletter", language, "hashed") for language in ("ar", "de", "ja", "ko", "zh")),
    *(("caption-in-a-box", language, "hashed") for language in ("ar", "ja", "ko", "zh")),
    *(("ad-label", language, "paper") for language in ("ar", "en", "es")),
    ("caption-in-a-box", "ar", "paper"),
    ("ad-label", "ar", "hashed"),
    ("related-list", "ar", "hashed"),
    ("comment-prompt", "es", "hashed"),
}
"""Within 0.7 of the model's threshold when written down: any new model may turn them, so nothing is claimed of them."""


def dropped():
    for kind in REASONS:
        for language in STORIES:
            for design in DESIGNS:
                case = (kind, language, design)
                marks = pytest.mark.xfail(strict=True, reason=MISSES[case]) if case in MISSES else ()
                if case not in CLOSE_CALLS:
                    yield pytest.param(*case, id="-".join(case), marks=marks)


@pytest.mark.parametrize(("kind", "language", "design"), [*dropped()])
def test_takes_out(kind, language, design):
    text = STORIES[language]
    first, second = halves(text)
    markup, unwanted = dropped_form(kind, text, DESIGNS[design])
    middle, end = ("", markup) if kind in AT_THE_END else (markup, "")

    found = read(a_page(text, design, tags("p", first) + middle + tags("p", second), end=end), text["headline"])

    inside = [block.text for block in found if block.inside and block.kept]
    assert [line for line in inside if line in text["story"]] == text["story"]
    assert [line for line in unwanted if line in inside] == []
    reasons = {block.rule or block.why for block in found if block.text in unwanted}
    wanted = r".+" if design == "hashed" or language == "ar" else REASONS[kind]  # nothing is named, no word is known
    assert [reason for reason in reasons if not re.fullmatch(wanted, reason)] == []


@pytest.mark.parametrize("design", [design for design in DESIGNS if design != "hashed"])
@pytest.mark.parametrize("language", STORIES)
def test_takes_out_what_stands_around_a_story(language, design):
    text = STORIES[language]

    found = read(a_page(text, design, tags("p", text["story"])), text["headline"])

    inside = {block.text for block in found if block.inside and block.kept}
    assert inside - {text["headline"], text["deck"]} == {*text["story"]}


@pytest.mark.parametrize("language", known_to_miss(("de", "en", "es"), "comments in elements that nothing names"))
def test_takes_out_what_stands_around_a_story_where_nothing_is_named(language):
    text, design = STORIES[language], "hashed"

    found = read(a_page(text, design, tags("p", text["story"])), text["headline"])

    inside = {block.text for block in found if block.inside and block.kept}
    assert inside - {text["headline"], text["deck"]} == {*text["story"]}


@pytest.mark.parametrize("language", STORIES)
def test_calls_a_comment_a_comment(language):
    text = STORIES[language]
    comments = box("div", "comment-list", *(box("div", "comment", f"<p>{line}</p>") for line in text["comments"]))

    found = read(a_page(text, "blog", tags("p", text["story"]), end=comments), text["headline"])

    assert {block.why for block in found if block.text in text["comments"] and block.why != "outside-body"} == {
        "comment"
    }
    assert not set(text["comments"]) & set(texts_of(found))


@pytest.mark.parametrize("language", [language for language in STORIES if language != "ar"])
def test_calls_a_byline_a_byline(language):
    text = STORIES[language]

    found = read(a_page(text, "hashed", tags("p", text["story"])), text["headline"])

    bylines = [block for block in found if block.text.startswith(text["byline"])]
    assert bylines
    assert {block.why for block in bylines} <= {"byline", "outside-body", "unlike-the-story"}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("language", STORIES)
def test_leaves_the_sidebar_out(language, design):
    text = STORIES[language]
    side = "".join(
        f"<div><h4><a href=/{n}>{title}</a></h4><p>{text['teaser']}</p></div>"
        for n, title in enumerate(text["related"])
    )
    page = a_page(text, design, tags("p", text["story"])).replace("</main>", f"</main><div class=col>{side}</div>")

    found = read(page, text["headline"])

    assert text["teaser"] not in texts_of(found)
    assert [line for line in texts_of(found) if line in text["story"]] == text["story"]


# ---------------------------------------------------------------- small pages


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


def test_finds_a_story_whose_paragraphs_are_wrapped_one_by_one():
    found = main(f"<div><h1>Tin falls</h1><div><p>{TIN}</p></div><div><p>{FURNACE}</p></div><div>{TEASER}</div></div>")

    assert inside(found)[-3:] == [TIN, FURNACE, TEASER]


def test_marks_what_stands_behind_the_story_and_looks_for_none_in_it():
    behind = f"<div>Related News</div><div><p>{TEASER}</p><p>{TEASER}</p><p>{TEASER}</p></div>"

    found = main(f"<div><h1>Tin falls</h1><div><p>{TIN}</p><p>{FURNACE}</p></div>{behind}</div>")

    assert inside(found) == [TIN, FURNACE]
    assert {block.rule for block in found if block.text in ("Related News", TEASER)} == {"behind-the-story"}


# ---------------------------------------------------------------- pages that mean harm, and pages of chance


STORY = tags("p", [TIN, FURNACE] * 4)
HOSTILE = {
    "links": f"<article>{STORY}{'<a href=/x>Tin prices today</a> ' * 60_000}</article>",
    "listed-links": f"<article>{STORY}</article><ul>{'<li><a href=/x>Tin prices today</a></li>' * 60_000}</ul>",
    "line-breaks": f"<article>{STORY}<p>{'Tin<br>' * 200_000}</p></article>",
    "one-block": f"<article>{STORY}<p>{'tin and zinc, ' * 75_000}</p></article>",
    "one-word": f"<article>{STORY}<p>{'x' * 1_000_000}</p></article>",
    "long-names": "".join(f'<div class="{"ab " * 20_000}{n}"><p>{TIN}</p></div>' for n in range(40)),
    "cues": f"<article>{STORY}<p>{'read more subscribe photo by ' * 40_000}</p></article>",
    "quotations": f"<article>{STORY}<p>{'“' * 500_000}</p><p>{'.' * 500_000}</p></article>",
}
DEEP = {
    "divisions": "<div>" * 5000 + STORY + "</div>" * 5000,
    "below-the-story": f"<article>{STORY}</article>{'<div>' * 5000}{TIN}",
    "inline": f"<article>{STORY}</article>{'<span>' * 5000}{TIN}",
    "lists": f"<article>{STORY}</article>{'<ul><li>' * 2500}{TIN}",
}


@pytest.mark.parametrize("markup", [pytest.param(markup, id=name) for name, markup in HOSTILE.items()])
def test_a_hostile_page_costs_seconds(markup):
    start = time.process_time()

    read(markup, "Tin falls")

    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    "name",
    [
        *sorted(HOSTILE.keys() - {"line-breaks", "long-names"}),
        pytest.param(
            "line-breaks", marks=pytest.mark.xfail(strict=True, reason="200,000 short lines outweigh a story")
        ),
    ],
)
def test_a_flood_does_not_drown_the_story(name):
    assert {TIN, FURNACE} <= set(inside(read(HOSTILE[name], "Tin falls")))


@pytest.mark.parametrize("opening", ["<frameset>", "<noframes>", "<p></body>"])
def test_reads_text_that_stands_in_no_block(opening):
    assert inside(read(opening + TIN, "")) == [TIN]


@pytest.mark.parametrize("markup", [pytest.param(markup, id=name) for name, markup in DEEP.items()])
def test_a_page_nested_too_deep_is_read_as_far_as_it_goes_and_says_so(markup):
    blocks, flags = page_blocks(parse_html(markup))

    main_blocks(blocks, end=len(blocks), witness=Witness(), cues=load_cues())

    assert flags == ["depth-limit"]


@st.composite
def pages_of_chance(draw):
    """Markup of nested elements; each text bears a number, so that it is found once."""
    number = iter(range(10_000))
    text = st.sampled_from([TIN, FURNACE, "Tin", "Read more", "Photo: A. Body", "锡价上涨，冶炼厂停产。", "x" * 300])
    leaf = st.tuples(st.just("text"), text)
    name = st.sampled_from(["", "story", "related-posts", "comments", "article-body", "css-1x"])
    tag = st.sampled_from("div p a li ul h2 section article aside span table tr td figure footer blockquote b".split())
    tree = st.recursive(leaf, lambda below: st.tuples(tag, name, st.lists(below, max_size=6)), max_leaves=40)

    def written(node):
        if node[0] == "text":
            return f" {next(number)}# {node[1]} "
        tag_, name_, below = node
        return f'<{tag_} class="{name_}">{"".join(map(written, below))}</{tag_}>'

    return "".join(written(node) for node in draw(st.lists(tree, min_size=1, max_size=8)))


@given(pages_of_chance())
@settings(deadline=None, max_examples=60)
def test_every_block_is_in_the_result_or_outside_the_container(markup):
    root = parse_html(f"<body>{markup}</body>")
    if root is None:
        return
    blocks = page_blocks(root)[0]

    found = main_blocks(blocks, end=len(blocks), witness=Witness(), cues=load_cues()).blocks

    by_text = {block.text: block for block in blocks}
    assert len(by_text) == len(blocks)
    texts = [block.text for block in found]
    assert texts == [block.text for block in blocks if block.text in set(texts)], "unaltered, once, in order"
    story = [by_text[block.text].place for block in found if block.inside]
    assert bool(story) == bool(found)
    if story:
        around = set.intersection(*({at.element for at in chain(place)} for place in story))
        smallest = max(around, key=lambda element: len([*element.iterancestors()]))
        held = [block.text for block in blocks if smallest in {block.element, *block.element.iterancestors()}]
        assert texts == held
    assert all(block.rule or block.inside or block.why for block in found)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class=story>",
                "</div>",
                "<td>",
                "<table>",
                "<a href=x>",
                "<li>",
                "<br>",
                "<h1>Tin falls</h1>",
                TIN,
                FURNACE,
                "<",
                "&#0;",
                "&#x1b;",
                "\x00",
                "]]>",
                "<!--",
                "<svg>",
                "<plaintext>",
                "\ud800",
                "<p style=display:none>",
                "锡。",
                "\u202e",
            ]
        ),
        max_size=40,
    )
)
@settings(deadline=None, max_examples=150)
def test_never_raises_on_markup_of_chance(pieces):
    root = parse_html("".join(pieces))
    if root is not None:
        blocks = page_blocks(root)[0]
        body = main_blocks(blocks, end=len(blocks), witness=Witness("Tin falls", (TIN,), FURNACE * 9), cues=load_cues())

        assert {block.text for block in body.blocks} <= {block.text for block in blocks}
        assert body.confidence is None or 0 <= body.confidence <= 1
