"""Text that was read in the wrong charset before it came to us: flagged, and never where it is only foreign."""

import pytest

from crawler.normalize import is_mojibake

TEXTS = {
    "de": "Die Kupferpreise in Köln fielen am Freitag, weil Händler größere Lagerbestände für möglich hielten. Übrig blieb wenig.",
    "fr": "Les cours de l’aluminium ont reculé à Londres, où les négociants prévoient déjà un excédent élevé près de l’été.",
    "es": "La producción de níquel cayó un 4 % en Sudamérica; según la compañía, ningún año empezó así.",
    "tr": "Çelik üreticileri İskenderun'da hurda alımını durdurdu; düşük talep ve güçlü lira fiyatları aşağı çekiyor.",
    "ru": "Цены на алюминий снизились на бирже, сообщили трейдеры, которые ждут новых поставок из Братска.",
    "zh": "上海现货铜价周三上涨，库存连续第四周下降，贸易商表示下游采购意愿有所回升，预计短期内升水坚挺。",
    "ja": "銅の現物価格は水曜日に上昇し、在庫は四週連続で減少した。取引業者は需要の回復を指摘している。",
    "ko": "구리 현물 가격은 수요일에 상승했고 재고는 4주 연속 감소했다. 거래업자들은 수요 회복을 언급했다.",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_leaves_foreign_text_alone(text):
    assert not is_mojibake(text)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1250", "cp1254"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_tells_utf8_that_was_read_as_a_western_charset(text, codec):
    assert is_mojibake(text.encode().decode(codec, "ignore"))


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("zh", "utf-8", "gb18030"),
        ("zh", "gb18030", "latin-1"),
        ("zh", "gb18030", "cp1252"),
        ("ja", "shift_jis", "cp1252"),
        ("ko", "euc_kr", "latin-1"),
        ("ru", "utf-8", "cp1251"),
        ("ru", "cp1251", "cp1252"),
    ],
)
def test_tells_other_pairs_of_charsets(language, written, read):
    assert is_mojibake(TEXTS[language].encode(written).decode(read, "ignore"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tin rose in K\ufffdln.", id="replacement-character"),
        pytest.param("铜价锟斤拷上涨。", id="gbk-of-replacement-characters"),
        pytest.param("铜价?上海?周三上涨?库存下降?贸易商?王强?表示。", id="question-marks-for-brackets"),
    ],
)
def test_tells_what_is_lost(text):
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Copper fell – “sharply”, at €9,000/t or £7,800…", id="typography"),
        pytest.param(
            "库存会降吗?价格会涨吗?贸易商表示，短期内仍要看下游采购的节奏，预计升水维持坚挺，铜杆厂开工率回升。",
            id="questions",
        ),
        pytest.param("ÀÉÎÕÜ ARE THE LETTERS OF THE CAPITALS: ÉTÉ À ÎLE-D’AIX, FÜR ÖL UND ÄRZTE", id="capitals"),
        pytest.param("São Paulo, Águas Claras, Île-de-France, Ñuñoa, Łódź, Őr, Ðakovica", id="places"),
        pytest.param("Price: ≥ 99.7 % Al, ±0.5 °C, 10 µm, Cu₂O, Δ +3 → 4", id="symbols"),
    ],
)
def test_takes_nothing_else_for_it(text):
    assert not is_mojibake(text)
