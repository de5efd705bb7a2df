"""Which language a text is in: what the page declares, as far as its script allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize.language import language_of

CHINESE = "铜价上涨，镍价下跌"


@pytest.mark.parametrize(
    ("text", "declared", "default", "want"),
    [
        pytest.param("Copper rises", ["en"], None, "en", id="declared"),
        pytest.param("Copper rises", ["en-US"], None, "en", id="region-dropped"),
        pytest.param("Copper rises", ["EN_us"], None, "en", id="underscore-and-case"),
        pytest.param("Copper rises", ["zh-CN", "en"], None, "en", id="script-refuses-the-first"),
        pytest.param("Copper rises", ["zh-CN"], "en", "en", id="default"),
        pytest.param("Copper rises", [], None, None, id="nobody-says"),
        pytest.param("Giá đồng tăng", ["vi"], "en", "vi", id="vietnamese"),
        pytest.param("El cobre sube", ["es-CL"], "en", "es", id="spanish"),
        pytest.param(CHINESE, ["zh-CN"], "en", "zh", id="chinese"),
        pytest.param(CHINESE, ["zh-Hant-TW"], "en", "zh-Hant", id="script-subtag-kept"),
        pytest.param(CHINESE, ["zh_hans_cn"], "en", "zh-Hans", id="script-subtag-in-title-case"),
        pytest.param(CHINESE, ["en-US"], "en", "zh", id="script-beats-the-label"),
        pytest.param("氧化镨钕 NdPr oxide 71.8-72.4 万元/吨", ["zh"], "en", "zh", id="chinese-with-units"),
        pytest.param("銅が上がる", ["zh"], None, "ja", id="japanese"),
        pytest.param("구리 가격 상승", ["en"], None, "ko", id="korean"),
        pytest.param("Медь дорожает", ["en"], "en", "ru", id="russian"),
        pytest.param("Мідь дорожчає", ["uk-UA"], None, "uk", id="ukrainian"),
        pytest.param("The copper mine that they call Чили rises", ["ru"], "en", "en", id="one-foreign-name"),
        pytest.param("", [], "en", "en", id="no-text"),
        pytest.param("9,400.50", ["!!", "", "x"], "en", "en", id="labels-that-are-none"),
    ],
)
def test_believes_a_declaration_that_the_script_allows(text, declared, default, want):
    assert language_of(text, declared, default) == want


@given(st.text(max_size=50), st.lists(st.text(max_size=12), max_size=3))
def test_gives_a_short_tag_or_nothing(text, declared):
    found = language_of(text, declared, None)

    assert found is None or 2 <= len(found) <= 8
