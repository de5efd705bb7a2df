"""Story sentences that speak of what notices speak of: none is lost at head, middle or tail, on sites known and unknown.

On the first run, before the rules were narrowed, 61 of the 164 sentences were lost somewhere: 236 of 984 readings. Of 38 notices
before and behind a sentence in the same paragraph, 260 of 456 readings lost the sentence.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from crawler.parse import read_page

STORIES = tomllib.loads((Path(__file__).parent / "lines" / "stories.toml").read_text(encoding="utf-8"))
ADDRESSES = {
    "unknown": "https://www.rotterdam-metal-post.example/news/tin-stocks-thin-out",
    "metal.com": "https://news.metal.com/newscontent/104999999/",
}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PARAGRAPHS = {
    "en": (
        "Tin stocks thin out in Rotterdam",
        "Warehouses in the port of Rotterdam held 4,100 tonnes of tin on Friday, a fifth less than in September.",
        "Two cargoes from the Far East that were due this month went to other ports, and no third one is in sight.",
        "Solder makers have begun to pay more for prompt metal, and one plant near Ghent has cut its second shift.",
    ),
    "zh": (
        "鹿特丹锡库存持续走低",
        "周五鹿特丹港仓库锡库存为四千一百吨，较九月份减少五分之一，当地经纪商预计短期内难以回升，现货升水有望维持高位。",
        "原定本月到港的两批远东货源已改运其他港口，第三批尚无踪影，下游焊料厂采购节奏明显放缓，市场交投清淡。",
        "根特附近一家焊料厂已取消第二班生产，厂方负责人认为原料紧张局面将延续到明年春天，成本压力正在向下游传导。",
    ),
    "es": (
        "El estaño escasea en los almacenes de Róterdam",
        "Los almacenes del puerto de Róterdam guardaban el viernes 4.100 toneladas de estaño, un quinto menos que en septiembre.",
        "Dos cargamentos que debían llegar este mes desde Oriente fueron desviados a otros puertos, y el tercero no aparece.",
        "Los fabricantes de soldadura ya pagan más por el metal inmediato, y una planta cerca de Gante suprimió su segundo turno.",
    ),
    "pt": (
        "Estanho some dos armazéns de Roterdã",
        "Os armazéns do porto de Roterdã guardavam na sexta-feira 4.100 toneladas de estanho, um quinto menos que em setembro.",
        "Duas cargas que deviam chegar neste mês do Oriente foram desviadas para outros portos, e a terceira ainda não apareceu.",
        "Os fabricantes de solda já pagam mais pelo metal imediato, e uma fábrica perto de Gante cortou o segundo turno.",
    ),
    "ru": (
        "Запасы олова в Роттердаме тают",
        "На складах порта Роттердам в пятницу оставалось 4100 тонн олова, на пятую часть меньше, чем в сентябре этого года.",
        "Две партии с Востока, которых ждали в этом месяце, ушли в другие порты, а третьей пока не видно даже на горизонте.",
        "Производители припоя уже платят больше за быструю поставку, а один завод под Гентом отменил вторую смену.",
    ),
    "de": (
        "In Rotterdam wird das Zinn knapp",
        "In den Lagern des Hafens von Rotterdam lagen am Freitag 4.100 Tonnen Zinn, ein Fünftel weniger als noch im September.",
        "Zwei Ladungen aus Fernost, die in diesem Monat kommen sollten, gingen in andere Häfen, eine dritte ist nicht in Sicht.",
        "Die Hersteller von Lötzinn zahlen schon mehr für prompte Ware, und ein Werk bei Gent hat seine zweite Schicht gestrichen.",
    ),
    "tr": (
        "Rotterdam depolarında kalay azalıyor",
        "Rotterdam limanındaki depolarda cuma günü 4.100 ton kalay kalmıştı; bu, eylül ayına göre beşte bir oranında daha az.",
        "Uzak Doğu'dan bu ay gelmesi beklenen iki parti başka limanlara yönlendirildi, üçüncüsünden ise henüz haber yok.",
        "Lehim üreticileri hızlı teslime şimdiden daha çok ödüyor, Gent yakınlarındaki bir fabrika ikinci vardiyayı kaldırdı.",
    ),
}
PAGE = """<!doctype html><html lang="{language}"><head><title>{headline} - The Post</title>
<meta property="og:title" content="{headline}"></head><body><nav><a href="/">The Post</a> <a href="/tin">Tin</a></nav>
<main><article><h1>{headline}</h1><p>Nov 20, 2026 10:00</p><div class="text">{body}</div></article></main>
<footer><a href="/about">About</a> <a href="/terms">Terms</a></footer></body></html>"""


NOTICES = {
    "en": (
        "Sign up to our free newsletter.",
        "Click here to register for the Tin Forum in Lima.",
        "Scan the QR code to join our tin traders' WhatsApp group.",
        "For any questions please contact our desk.",
        "This article was machine translated by Lingotron.",
        "Request a free trial of our monthly outlook.",
        "Subscribe to continue reading.",
        "We use cookies to improve your experience.",
        "All figures are for reference only and no investment advice.",
    ),
    "zh": (
        "点击报名参会。",
        "扫描下方二维码加入锡锭交流群。",
        "以下内容由腾讯自动翻译，仅供参考。",
        "如有疑问，请联系客服热线。",
    ),
    "es": (
        "Suscríbase a nuestro boletín gratuito.",
        "Haga clic aquí para inscribirse en el foro del estaño.",
        "Escanee el código QR y únase a nuestro grupo de WhatsApp.",
        "Para más información, escriba a nuestra redacción.",
        "Este texto fue traducido automáticamente por Lingotron.",
    ),
    "pt": (
        "Assine a nossa newsletter gratuita.",
        "Clique aqui para se inscrever no fórum do estanho.",
        "Escaneie o código QR e entre no nosso grupo de WhatsApp.",
        "Para mais informações, escreva para a nossa redação.",
        "Este texto foi traduzido automaticamente por Lingotron.",
    ),
    "ru": (
        "Подпишитесь на нашу рассылку.",
        "Нажмите здесь, чтобы зарегистрироваться на оловянный форум.",
        "Отсканируйте QR-код и вступайте в нашу группу.",
        "По всем вопросам пишите в редакцию.",
        "Текст переведён автоматически с помощью Lingotron.",
    ),
    "de": (
        "Abonnieren Sie unseren kostenlosen Newsletter.",
        "Klicken Sie hier, um sich für das Zinnforum anzumelden.",
        "Scannen Sie den QR-Code und treten Sie unserer WhatsApp-Gruppe bei.",
        "Bei Fragen wenden Sie sich bitte an unsere Redaktion.",
        "Dieser Text wurde maschinell übersetzt.",
    ),
    "tr": (
        "Ücretsiz bültenimize abone olun.",
        "Kalay forumuna kayıt olmak için buraya tıklayın.",
        "QR kodu okutun ve WhatsApp grubumuza katılın.",
        "Sorularınız için lütfen bizimle iletişime geçin.",
        "Bu metin otomatik olarak çevrilmiştir.",
    ),
}


def kept(language: str, text: str, *, place: str, url: str, rest: tuple[int, ...] = (1, 2, 3)) -> list[str]:
    headline, *paragraphs = (PARAGRAPHS[language][number] for number in (0, *rest))
    paragraphs.insert({"head": 0, "middle": 1, "tail": len(paragraphs)}[place], text)
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    page = PAGE.format(language=language, headline=headline, body=body).encode()
    found = read_page(page, url=url, content_type="text/html; charset=utf-8", retrieved_at=NOW)
    return found.article.article_body.split("\n\n") if found.article and found.article.article_body else []


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
@pytest.mark.parametrize("site", ADDRESSES)
def test_loses_no_sentence_of_a_story(language, place, site):
    sentences = STORIES[language]

    lost = [text for text in sentences if text not in kept(language, text, place=place, url=ADDRESSES[site])]

    assert lost == []


@pytest.mark.parametrize("language", NOTICES)
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
@pytest.mark.parametrize("site", ADDRESSES)
def test_keeps_the_sentence_behind_a_notice_in_the_same_paragraph(language, place, site):
    story, space = PARAGRAPHS[language][2], "" if language == "zh" else " "

    lost = [
        notice
        for notice in NOTICES[language]
        for text in (notice + space + story, story + space + notice)
        if story not in "\n".join(kept(language, text, place=place, url=ADDRESSES[site], rest=(1, 3)))
    ]

    assert lost == []
