"""Bytes to text: what a page says of its charset is a hint, and only names that browsers know are one."""

import doctest
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import charset
from crawler.charset import decode

TEXTS = tomllib.loads((Path(__file__).parents[1] / "pages" / "charset" / "texts.toml").read_text(encoding="utf-8"))
WRITTEN_IN = [
    ("gb2312", "zh"), ("gbk", "zh"), ("gb18030", "zh"), ("big5", "zh-tw"), ("utf-8", "zh"), ("utf-16", "zh"),
    ("windows-1252", "fr"), ("windows-1252", "de"), ("shift_jis", "ja"), ("windows-1251", "ru"), ("koi8-r", "ru"),
    ("euc-kr", "ko"), ("euc-jp", "ja"), ("iso-8859-2", "pl"), ("windows-1250", "pl"), ("windows-1254", "tr"),
]  # fmt: skip
LABELS = list(dict.fromkeys(label for label, _ in WRITTEN_IN))
CHINESE = "本周铜精矿现货加工费小幅回落，主流成交区间较上周下调，多家冶炼厂表示询盘数量明显减少。"
TAIWANESE = "倫敦金屬交易所銅價上漲，鎳價下跌，交易商預期庫存還會減少，冶煉廠則認為需求不足。"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(CHINESE.encode("utf-8-sig"), None, id="utf-8-with-mark"),
        pytest.param(CHINESE.encode("utf-8-sig"), "text/html; charset=gbk", id="mark-beats-label"),
        pytest.param(b"\xff\xfe" + CHINESE.encode("utf-16-le"), None, id="utf-16-le"),
        pytest.param(b"\xfe\xff" + CHINESE.encode("utf-16-be"), "text/html; charset=utf-8", id="utf-16-be"),
        pytest.param(CHINESE.encode(), None, id="utf-8-undeclared"),
        pytest.param(CHINESE.encode(), "text/html; charset=iso-8859-1", id="utf-8-labelled-latin"),
        pytest.param(CHINESE.encode(), "text/html; charset=gbk", id="utf-8-labelled-gbk"),
        pytest.param(CHINESE.encode("gbk"), "text/html; charset=gbk", id="gbk"),
        pytest.param(CHINESE.encode("gb18030"), "text/html; charset=GB2312", id="gb18030-labelled-gb2312"),
        pytest.param(CHINESE.encode("gbk"), "text/html; charset=utf-8", id="gbk-labelled-utf-8"),
        pytest.param(CHINESE.encode("gbk"), "text/html; charset=iso-8859-1", id="gbk-labelled-latin"),
        pytest.param(CHINESE.encode("gbk"), None, id="gbk-undeclared"),
        pytest.param(TAIWANESE.encode("big5"), "text/html; charset=big5", id="big5"),
        pytest.param(TAIWANESE.encode("big5"), 'text/html; Charset = "Big5"', id="big5-quoted"),
    ],
)
def test_reads_the_text_whatever_the_label_says(body, content_type):
    assert decode(body, content_type).text in (CHINESE, TAIWANESE)


@pytest.mark.parametrize(
    "meta",
    [
        pytest.param('<meta charset="gbk">', id="short"),
        pytest.param("<META CHARSET=gb2312>", id="upper-case"),
        pytest.param('<meta http-equiv="Content-Type" content="text/html; charset=gbk">', id="http-equiv"),
        pytest.param("<script>" + "x" * 2000 + "</script><meta charset=gbk>", id="behind-a-script"),
    ],
)
def test_reads_the_label_inside_the_page(meta):
    decoded = decode((meta + CHINESE).encode("gbk"))

    assert (decoded.text, decoded.encoding, decoded.flags) == (meta + CHINESE, "gb18030", ())


def test_the_header_wins_over_the_page():
    decoded = decode(b"<meta charset=windows-1251>caf\xe9", "text/html; charset=windows-1252")

    assert decoded.text.endswith("café")


@pytest.mark.parametrize(
    "label",
    ["rot13", "rot_13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "utf_7", "hex", "base64",
     "bz2", "zlib", "undefined", "mbcs", "cp037", "replacement", "x-user-defined", "hz-gb-2312", "iso-2022-kr", "nonsense"],
)  # fmt: skip
def test_ignores_names_that_only_python_knows_or_that_name_no_text(label):
    page = b"Copper \\u0041 +AGEAYg- <b>caf\xe9</b>"

    for body, content_type in (
        (page, f"text/html; charset={label}"),
        (b"<meta charset=%b>" % label.encode() + page, None),
    ):
        decoded = decode(body, content_type)

        assert "Copper \\u0041 +AGEAYg- <b>caf" in decoded.text
        assert "encoding-guessed" in decoded.flags


def test_takes_no_utf_16_from_a_label_that_was_read_as_ascii():
    # https://html.spec.whatwg.org/#concept-get-xattributes-when-sniffing: such a label means UTF-8.
    body = b"<meta charset=utf-16>Copper caf\xe9!"

    assert "Copper caf" in decode(body).text
    assert "Copper caf" in decode(body + b"!").text


def test_a_handful_of_bytes_proves_no_label_false():
    body = "<description>It costs £3, “at least.”</description>".encode("cp1252")

    assert decode(body, "text/xml; charset=windows-1252").text == "<description>It costs £3, “at least.”</description>"


@pytest.mark.parametrize("cut", [1, 2])
def test_keeps_the_text_of_a_page_cut_off_within_a_character(cut):
    body = (CHINESE * 20).encode()[:-cut]

    decoded = decode(body, "text/html; charset=utf-8")

    assert decoded.text.startswith(CHINESE * 19)
    assert "mojibake" in decoded.flags


def test_keeps_the_text_around_one_broken_byte():
    body = "Copper’s price rose — again. ".encode() * 20 + b"\xff" + b"The end."

    assert decode(body, "text/html; charset=utf-8").text.startswith("Copper’s price rose — again.")


def test_flags_a_guess():
    assert decode("медь растёт, никель падает, цинк стоит на месте".encode("cp1251")).flags[:1] == ("encoding-guessed",)
    assert decode(b"plain").flags == ()


def test_an_empty_page_is_an_empty_text():
    assert decode(b"").text == ""


def page_in(encoding, language, *, text):
    markup = '<!DOCTYPE html>\n<html><head><title>{}</title></head>\n<body><a href="/">Home</a>\n{}</body></html>'
    return markup.format(TEXTS[language]["title"], text).encode(encoding)


def cases():
    """Every encoding with the right label, every wrong one and none."""
    return [
        pytest.param(encoding, language, label, id=f"{encoding}-{language}-{label}")
        for encoding, language in WRITTEN_IN
        for label in [*LABELS, None]
    ]


@pytest.mark.parametrize(("encoding", "language", "label"), cases())
def test_reads_a_story_whatever_its_label(encoding, language, label):
    body = page_in(encoding, language, text=f"<p>{TEXTS[language]['text']}</p>\n" * 2)

    decoded = decode(body, f"text/html; charset={label}" if label else None)

    assert decoded.text == body.decode(encoding)
    assert "mojibake" not in decoded.flags


@pytest.mark.parametrize(("encoding", "language", "label"), cases())
def test_reads_a_headline_whatever_its_label_or_says_that_it_guessed(encoding, language, label):
    body = page_in(encoding, language, text="")

    decoded = decode(body, f"text/html; charset={label}" if label else None)

    assert decoded.text == body.decode(encoding) or "encoding-guessed" in decoded.flags


@pytest.mark.parametrize(("encoding", "language"), WRITTEN_IN)
def test_a_right_label_is_believed_without_a_flag(encoding, language):
    body = page_in(encoding, language, text=f"<p>{TEXTS[language]['text']}</p>")

    assert decode(body, f"text/html; charset={encoding}").flags == ()


def test_reads_utf_16_that_the_header_declares_and_no_mark_shows():
    body = ("\n" + CHINESE + " 1.5\n").encode("utf-16-le")

    assert decode(body, "text/plain; charset=utf-16le").text == body.decode("utf-16-le")


def test_keeps_the_text_around_one_byte_that_its_charset_does_not_have():
    body = TEXTS["zh"]["text"].encode("gbk") + b"\xff<p>end</p>"

    decoded = decode(body, "text/html; charset=gbk")

    assert decoded.text.startswith(TEXTS["zh"]["text"])
    assert decoded.flags == ("mojibake",)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"copper " * 150_000 + b"caf\xe9", id="one-line"),
        pytest.param(b"\xff\xfe\xfd" * 350_000, id="rubble"),
        pytest.param(b"\xe9\n" * 500_000, id="lines"),
        pytest.param(b"<" * 1_000_000 + b"\xe9", id="brackets"),
        pytest.param("镨钕".encode("gbk") * 250_000, id="no-markup"),
    ],
)
def test_a_hostile_page_costs_no_time(body):
    begin = time.process_time()

    decode(b" " + body)

    assert time.process_time() - begin < 1


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=40)))
def test_gives_some_text_for_any_bytes(body, content_type):
    assert isinstance(decode(body, content_type).text, str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")))
def test_utf_8_is_never_read_as_anything_else(text):
    assert decode(text.encode(), "text/html; charset=gbk").text == text


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(charset).failed == 0
