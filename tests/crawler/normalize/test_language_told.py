"""A text's own language against what its page declares. All sentences are written for this test."""

import time

import pytest

from crawler.normalize.language import language_of

TEXTS = {
    "en": "The mill will be closed for the whole of the winter, and the company said that it would not be able to deliver "
    "what it had promised to its customers. Traders who had bought the metal at a lower price are now waiting for more.",
    "de": "Die Hütte bleibt den ganzen Winter über geschlossen, und das Unternehmen kann nicht liefern, was es seinen Kunden "
    "versprochen hat. Händler, die das Metall zu einem niedrigeren Preis gekauft haben, warten jetzt auf mehr Nachfrage.",
    "fr": "La fonderie restera fermée pendant tout l'hiver et la société ne pourra pas livrer ce qu'elle avait promis à ses "
    "clients. Les négociants qui ont acheté le métal à un prix plus bas attendent maintenant que la demande soit plus forte.",
    "es": "La fundición estará cerrada durante todo el invierno y la empresa no podrá entregar lo que había prometido a sus "
    "clientes. Los comerciantes que compraron el metal a un precio más bajo esperan ahora que la demanda sea mayor.",
    "pt": "A fundição ficará fechada durante todo o inverno e a empresa não poderá entregar o que tinha prometido aos seus "
    "clientes. Os comerciantes que compraram o metal a um preço mais baixo esperam agora que a procura seja maior.",
    "it": "La fonderia resterà chiusa per tutto l'inverno e la società non potrà consegnare quello che aveva promesso ai suoi "
    "clienti. I commercianti che hanno comprato il metallo a un prezzo più basso ora aspettano che la domanda sia maggiore.",
    "nl": "De smelterij blijft de hele winter dicht en het bedrijf kan niet leveren wat het aan zijn klanten had beloofd. "
    "Handelaren die het metaal voor een lagere prijs hebben gekocht, wachten nu op meer vraag uit de industrie.",
    "pl": "Huta będzie zamknięta przez całą zimę, a spółka nie może dostarczyć tego, co obiecała swoim klientom. Handlowcy, "
    "którzy kupili metal po niższej cenie, czekają teraz na większy popyt, ale nie wiedzą, jak długo to może potrwać.",
    "sv": "Smältverket är stängt under hela vintern och företaget kan inte leverera det som det har lovat sina kunder. Handlare "
    "som köpte metallen till ett lägre pris väntar nu på att efterfrågan ska bli större än den var förra året.",
    "da": "Smelteværket er lukket hele vinteren, og selskabet kan ikke levere det, som det har lovet sine kunder. Handlere, der "
    "købte metallet til en lavere pris, venter nu på, at efterspørgslen bliver større, end den var, og hvad der så sker.",
    "no": "Smelteverket er stengt hele vinteren, og selskapet kan ikke levere det som det har lovet kundene sine. Handlere som "
    "kjøpte metallet til en lavere pris, venter nå på at etterspørselen blir større enn den var, og hva som skjer etter det.",
    "fi": "Sulatto on kiinni koko talven, eikä yhtiö voi toimittaa sitä, mitä se oli luvannut asiakkailleen. Kauppiaat, jotka "
    "ostivat metallin halvemmalla, odottavat nyt, että kysyntä kasvaa, mutta se ei ole varmaa, ja myös hinta voi vielä nousta.",
    "cs": "Huť bude zavřená po celou zimu a společnost nemůže dodat to, co svým zákazníkům slíbila. Obchodníci, kteří koupili "
    "kov za nižší cenu, teď čekají, až bude poptávka větší, ale není jisté, zda se to ještě letos podaří, protože jsou obavy.",
    "hu": "A kohó egész télen zárva lesz, és a cég nem tudja szállítani azt, amit az ügyfeleinek ígért. Azok a kereskedők, akik "
    "olcsóbban vették meg a fémet, most arra várnak, hogy a kereslet nagyobb legyen, de ez csak később lehet, vagy nem is.",
    "ro": "Topitoria va fi închisă toată iarna, iar compania nu poate livra ceea ce a promis clienților săi. Comercianții care "
    "au cumpărat metalul la un preț mai mic așteaptă acum ca cererea să fie mai mare, dar nu este sigur că se va întâmpla.",
    "tr": "Döküm tesisi bütün kış kapalı olacak ve şirket müşterilerine söz verdiği metali teslim etmek için yeni bir yol arıyor. "
    "Metali daha düşük bir fiyata alan tüccarlar ise talebin artması için bekliyor ama bu çok uzun sürebilir, bu da zor.",
    "vi": "Nhà máy luyện kim sẽ đóng cửa trong cả mùa đông và công ty không thể giao những gì đã hứa với khách hàng. Các nhà buôn "
    "đã mua kim loại với giá thấp hơn nay đang chờ nhu cầu tăng, nhưng điều này còn phải đợi đến năm sau mới có được.",
    "id": "Pabrik peleburan itu akan ditutup selama musim dingin dan perusahaan tidak dapat mengirim barang yang telah dijanjikan "
    "kepada pelanggan. Para pedagang yang sudah membeli logam dengan harga lebih rendah kini menunggu permintaan naik.",
    "ru": "Завод будет закрыт всю зиму, и компания не сможет поставить то, что обещала своим клиентам. Трейдеры, которые купили "
    "металл по более низкой цене, теперь ждут, когда спрос вырастет, но это может быть только после начала года.",
    "uk": "Завод буде закритий усю зиму, і компанія не зможе поставити те, що обіцяла своїм клієнтам. Трейдери, які купили метал "
    "за нижчою ціною, тепер чекають, коли попит зросте, але це може бути тільки після початку року, якщо вони не помиляються.",
    "bg": "Заводът ще бъде затворен през цялата зима и компанията не може да достави това, което е обещала на клиентите си. "
    "Търговците, които са купили метала на по-ниска цена, сега чакат търсенето да се увеличи, но това може да стане след година.",
    "zh": "冶炼厂将在整个冬季关闭，公司无法向客户交付其承诺的货物。以较低价格买入金属的贸易商正在等待需求回升。",
    "ja": "製錬所は冬の間ずっと閉鎖され、会社は顧客に約束したものを納入できない。安く買った業者は需要の回復を待っている。",
    "ko": "제련소는 겨울 내내 문을 닫고 회사는 고객에게 약속한 물량을 공급하지 못한다. 싸게 산 상인들은 수요를 기다린다.",
    "el": "Το χυτήριο θα μείνει κλειστό όλο τον χειμώνα και η εταιρεία δεν μπορεί να παραδώσει όσα υποσχέθηκε στους πελάτες της.",
    "ar": "سيظل المصهر مغلقا طوال فصل الشتاء ولن تتمكن الشركة من تسليم ما وعدت به عملاءها في هذا العام، كما أن التجار الذين "
    "اشتروا المعدن بسعر أقل ينتظرون الآن أن يرتفع الطلب على المعدن بعد ذلك أو قبل نهاية العام.",
    "he": "המפעל יהיה סגור כל החורף והחברה לא תוכל לספק את מה שהבטיחה ללקוחותיה. הסוחרים מחכים עכשיו לעלייה בביקוש.",
    "fa": "این کارخانه در تمام زمستان بسته خواهد بود و شرکت نمی تواند آن را که به مشتریان خود وعده کرده است تحویل دهد، اما "
    "بازرگانان که فلز را با قیمت کمتر خریده اند منتظر هستند تا تقاضا برای آن بیشتر شود.",
    "hi": "यह कारखाना पूरी सर्दी बंद रहेगा और कंपनी अपने ग्राहकों को वादा किया हुआ माल नहीं दे सकेगी।",
    "th": "โรงหลอมจะปิดตลอดฤดูหนาว และบริษัทไม่สามารถส่งมอบสินค้าตามที่สัญญาไว้กับลูกค้าได้",
}
LONG = {language: f"{text} " * 2 for language, text in TEXTS.items()}
SHORT = {"zh", "ja", "ko", "el", "he", "hi", "th"}
"""Told by the script, however short."""


@pytest.mark.parametrize("language", TEXTS)
def test_tells_an_undeclared_language(language):
    assert language_of(TEXTS[language], [], None) == language


@pytest.mark.parametrize("language", [language for language in TEXTS if language != "en"])
def test_a_template_s_english_loses(language):
    assert language_of(LONG[language], ["en", "en_US"], "en") == language


@pytest.mark.parametrize("language", TEXTS)
def test_keeps_a_right_declaration(language):
    assert language_of(LONG[language], [f"{language}-XX"], None) == language


@pytest.mark.parametrize(
    ("declared", "text", "want"),
    [
        pytest.param("de", "en", "en", id="english-in-a-german-template"),
        pytest.param("zh-Hans-CN", "zh", "zh-Hans", id="script-subtag"),
        pytest.param("zh-Hant", "zh", "zh-Hant", id="traditional"),
        pytest.param("nb-NO", "no", "nb", id="norwegian-by-its-own-name"),
        pytest.param("da", "no", "da", id="too-alike-to-overrule"),
        pytest.param("ms", "id", "ms", id="malay-and-indonesian"),
        pytest.param("sr-Cyrl", "ru", "ru", id="serbian-declared-for-russian"),
        pytest.param("zu", "it", "zu", id="a-language-we-do-not-know-stands"),
        pytest.param("zu", "en", "en", id="but-not-against-much-english"),
        pytest.param("mr", "hi", "mr", id="another-language-of-the-script"),
        pytest.param("fr", "ja", "ja", id="script-decides"),
        pytest.param("x-default", "de", "de", id="no-language-declared"),
    ],
)
def test_weighs_one_declaration(declared, text, want):
    assert language_of(LONG[text], [declared], None) == want


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        pytest.param("Die Kupferpreise steigen wieder", ["en"], id="a-headline"),
        pytest.param("Copper, Zinc, Nickel 9,400.50 17 Oct", ["de"], id="names-and-numbers"),
        pytest.param(TEXTS["de"] + TEXTS["en"], ["de"], id="half-and-half"),
        pytest.param("Lorem ipsum dolor sit amet " * 40, ["en"], id="no-language"),
    ],
)
def test_a_text_that_does_not_tell_leaves_the_declaration(text, declared):
    assert language_of(text, declared, None) == declared[0]


def test_claims_nothing_of_a_short_text():
    assert language_of("Kupfer steigt nach der Pause", [], None) is None


def test_is_fast():
    text, start = TEXTS["de"] * 1000, time.process_time()

    for _ in range(1000):
        language_of(text, ["en"], None)

    assert time.process_time() - start < 1  # a millisecond each on a busy machine; 0.1 on a quiet one


@pytest.mark.parametrize("text", ["\ud800" * 3000, "\x00" * 3000, "Ⅷ" * 3000, "ـ" * 3000, "a" * 1_000_000, "\n" * 1000])
def test_survives_any_text(text):
    assert language_of(text, ["en", "-", "zh_", "_" * 1000], None) in ("en", "ar", None)
