"""The shipped sources: complete, honest about what is known, and able to tell a story's address from any other.

The addresses are made up after the shapes that are known of each site. Paths count from the source's homepage.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from importlib.resources import files
from urllib.parse import urljoin, urlsplit
from zoneinfo import available_timezones

import pytest

from crawler.normalize import canonical_url
from crawler.sources import load_source, load_sources

SOURCES = load_sources()
ADDRESSES = {
    "agmetalminer.com": (
        ["/2024/10/09/steel-prices-higher/", "/2019/01/30/this-morning-in-metals/"],
        ["/category/minor-metals/", "/tag/tungsten/", "/metal-prices/", "/metals-101/should-cost-model/", "/2024/10/"],
    ),
    "argusmedia.com": (
        [
            "/en/news-and-insights/latest-market-news/2659047-sponge-supply-up",
            "/en/news/2158007-island-converts-power-plant",
        ],
        [
            "/en/news-and-insights/market-opinion-and-analysis-blog/outlook-for-europe",
            "/en/news",
            "/en/commodities/copper",
            "/en/news-and-insights/rss",
        ],
    ),
    "asianmetal.com": (
        ["/news/2118697/Firm-commissions-needle-coke-project/1", "/news/2217938/Plant-to-launch-separation-project"],
        ["/news/", "/price/", "/news/2118697", "/events/index.html"],
    ),
    "australianmining.com.au": (
        ["/lithium-mine-sustains-solid-production/", "/a-new-haul-road-for-the-pilbara"],
        [
            "/news/",
            "/category/technology-and-innovation/",
            "/author/jane-van-der-doe/",
            "/advertise-with-us/",
            "/events/",
        ],
    ),
    "bnamericas.com": (
        ["/en/news/miner-doubles-down-with-nearly-us800mn", "/en/news/racsa-launches-first-network/"],
        ["/en/news/power", "/en/tag/oil--gas", "/en/sector/insurance", "/en/rss/news"],
    ),
    "brasilmineral.com.br": (
        ["/noticias/grupo-anuncia-retomada-da-refinaria", "/noticias/brasil-recicla-aluminio/"],
        ["/noticias", "/noticias/", "/sites/default/files/2025-05/foto.jpeg", "/revista/edicoes-anteriores"],
    ),
    "bullionvault.com": (
        ["/gold-news/gold-price-news/gold-funds-and-rates-092320261", "/gold-news/news/gold-or-farmland-06162011"],
        ["/gold-news/gold-price-news", "/gold-news/", "/gold-price-chart.do", "/gold-news/infographics/"],
    ),
    "canadianminingjournal.com": (
        ["/news/new-shaft-opens-at-an-old-mine/", "/news/town-moves/", "/featured-article/how-a-mill-saves-water/"],
        [
            "/news/",
            "/category/news-of-the-week/",
            "/tag/gold-and-silver-mines/",
            "/author/jane-van-der-doe/",
            "/magazine/",
        ],
    ),
    "cgs.gov.cn": (
        ["/ywdt/ddyw/202609/t20260902_867767.html", "/ywdt/dwdt/202205/t20220513_834899.html"],
        ["/ywdt/ddyw/", "/ywdt/", "/tzgg/202609/t20260902_867767.html", "/ywdt/ddyw/index_1.html"],
    ),
    "chinania.org.cn": (
        ["/html/hangyexinwen/guoneixinwen/2026/0924/62082.html", "/html/hangyetongji/jqzs/2026/0929/62104.htm"],
        [
            "/html/xiehuidongtai/xiehuitongzhi/",
            "/html/hangyexinwen/",
            "/html/hangyexinwen/guoneixinwen/2.html",
            "/index.html",
        ],
    ),
    "cnmn.com.cn": (
        ["/ShowNews1.aspx?id=473839", "/ShowNews1.aspx?id=330012"],
        ["/ShowNewsList.aspx?id=12", "/Default.aspx", "/ShowNews1.aspx", "/metal/copper.aspx"],
    ),
    "coalage.com": (
        ["/features/mine-updates-its-excavator-fleet/", "/breaking-news/coal-exports-rise-again/"],
        ["/features/", "/category/news-of-the-week/", "/author/jane-van-der-doe/", "/departments/"],
    ),
    "e-mj.com": (
        [
            "/breaking-news/miner-will-expand-its-fleet/",
            "/features/a-nation-changer-in-the-desert/",
            "/departments/equipmentgallery/a-new-drill-rig/",
        ],
        [
            "/features/",
            "/breaking-news/",
            "/category/leading-developments-of-the-month/",
            "/departments/equipmentgallery/",
        ],
    ),
    "energiminas.com": (
        ["/2025/07/02/regulador-aprueba-plan/", "/?p=48912"],
        ["/category/electricidad/", "/2025/07/", "/category/electricidad/feed/", "/edicion-impresa/"],
    ),
    "eurometal.net": (
        ["/steelmaker-reduces-output-as-the-river-falls/", "/committee-backs-expansion-of-carbon-levy"],
        ["/news/", "/2026/09/28/", "/author/jane-van-der-doe/", "/membership/", "/terms-of-use/"],
    ),
    "fastmarkets.com": (
        ["/insights/scrap-prices-surge-in-china/", "/insights/lithium-outlook", "/?p=123456"],
        [
            "/insights/",
            "/insights/category/base-metals-and-ores/",
            "/metals-and-mining/steel-and-steel-raw-materials/",
            "/insights/page/2/",
        ],
    ),
    "geoglobal.mnr.gov.cn": (
        ["/zx/kydt/zhyw/202609/t20260903_10305931.htm", "/zx/kysc/kcpjg/202610/t20261009_10330915.htm"],
        ["/zx/kydt/zhyw/", "/zx/", "/zx/kydt/zhyw/index_1.htm", "/sy/kcy/t20260903_1.pdf"],
    ),
    "globaltimes.cn": (
        ["/page/202601/1354224.shtml", "/page/202409/1320435.shtml"],
        ["/source/GT-Voice.html", "/china/", "/page/202601/", "/index.html"],
    ),
    "gmk.center": (
        [
            "/en/news/plant-plans-a-new-furnace/",
            "/en/infographic/carbon-price-by-2030/",
            "/en/analitycs/where-scrap-goes/",
        ],
        ["/en/news/", "/en/posts/page/2/", "/en/infographic/", "/en/about-us/", "/ua/news/novyna-dnia-tut/"],
    ),
    "goldseek.com": (
        ["/article/why-gold-fell-on-friday", "/what-the-bank-did-next/"],
        ["/article/", "/gold-price/", "/author/jane-van-der-doe", "/rss.xml"],
    ),
    "goldseiten.de": (
        ["/artikel/123456--Silber-steigt.html", "/artikel/654321--Neue-Mine-in-Sachsen.html?seite=1"],
        ["/artikel/", "/goldpreis/", "/rss/news_english.xml", "/kurse/gold.php"],
    ),
    "ibram.org.br": (
        ["/noticia/demanda-por-minerio-de-ferro/", "/noticia/premiacao"],
        ["/noticias/", "/noticias/page/2/", "/noticia/", "/publicacoes/"],
    ),
    "im-mining.com": (
        ["/2026/09/07/contractor-equips-shafts-at-a-platinum-mine/", "/2024/02/08/fatigue-system-grows"],
        [
            "/2026/09/07/",
            "/2026/09/",
            "/category/haulage/",
            "/tag/drills/",
            "/2026/09/07/contractor-equips-shafts/feed/",
        ],
    ),
    "investingnews.com": (
        [
            "/uranium-forecast-for-next-year/",
            "/daily/resource-investing/battery-metals-investing/lithium-investing/lithium-output-by-country/",
        ],
        [
            "/daily/resource-investing/precious-metals-investing/",
            "/category/daily/resource-investing/precious-metals-investing/gold-investing/",
            "/stocks/",
            "/media-library/image.png?id=1",
        ],
    ),
    "kallanish.com": (
        [
            "/en/news/steel/market-reports/article-details/scrap-seen-stable-0926/",
            "/en/news/power-materials/market-reports/article-details/lithium-firms-0526",
        ],
        ["/en/news/steel/free-content/", "/en/news/steel/asia/", "/en/news/steel/market-reports/", "/en/events/"],
    ),
    "kitco.com": (
        ["/news/article/2026-06-05/gold-demand-will-drop", "/news/2022-03-17/Gold-price-has-a-path.html"],
        ["/news/category/base-metals", "/news/video/", "/news/", "/charts/livegold.html", "/news/2026-06-05/"],
    ),
    "lightmetalage.com": (
        [
            "/news/industry-news/aerospace/how-light-metals-help-rockets/",
            "/news/industry-news/recycling-remelt/remelter-expands-capacity-in-kentucky/",
        ],
        [
            "/news/industry-news/",
            "/news/industry-news/recycling-remelt/",
            "/news/industry-news/applications-design/",
            "/resources-section/",
        ],
    ),
    "lme.com": (
        ["/en/news/press-releases/2025/exchange-opens-a-warehouse", "/en/News/Press-releases/2024/Notice-on-lead"],
        ["/en/news/press-releases/2025", "/en/metals", "/en/news/events", "/en/market-data/reports"],
    ),
    "mch.cl": (
        ["/negocios-industria/empresa-certifica-su-modelo-de-gestion/", "/acuerdo-de-homologacion-para-faenas/"],
        [
            "/categoria/negocios-industria/comunidades/",
            "/categoria/negocios-de-la-industria/",
            "/wp-login.php",
            "/politica-de-privacidad/",
        ],
    ),
    "mepsinternational.com": (
        ["/gb/en/news/rebar-prices-rise-in-europe", "/gb/en/news/nickel-falls/"],
        [
            "/gb/en/news/page:30",
            "/gb/en/products/world-steel-prices",
            "/gb/en/steel-product/rebar-prices/europe",
            "/gb/en/news/",
        ],
    ),
    "metal.com": (
        [
            "/en/newscontent/104126920-smm-news-tin-stocks",
            "/newscontent/100000001/copper-rises/",
            "https://www.metal.com/fr/announcements/103930829-Avis",
        ],
        [
            "/en/",
            "/en/copper",
            "/list/industry/aluminium",
            "https://www.metal.com/en/live/all",
            "https://price.metal.com/Index",
        ],
    ),
    "metalinfo.ru": (
        ["/ru/news/155934", "/ru/news/133099/"],
        ["/ru/news/", "/ru/news/?pn=2", "/ru/news/rferrous.html", "/ru/news/133099.jpg", "/ru/articles/"],
    ),
    "minerabrasil.com.br": (
        ["/conselho-concede-licenca-a-projeto/2025/12/22/", "/vale-vende-mina/2026/09/17"],
        ["/2025/12/22/", "/category/terras-raras/", "/tag/litio/", "/conselho-concede-licenca-a-projeto/"],
    ),
    "mineriaenlinea.com": (
        ["/2026/07/precio-del-cobre-sube-otra-vez/", "/nuevo-proyecto-de-oro-en-mexico/"],
        [
            "/rocas/",
            "/category/noticias-de-la-industria/",
            "/tag/plata-de-ley-fina/",
            "/wp-content/uploads/2020/05/escandio.jpeg",
        ],
    ),
    "mining-journal.com": (
        [
            "/base-metals/news-analysis/4395429/smelter-able-to-export",
            "/investment/news/1311213/fleet-hauls-a-billion-tonnes",
        ],
        ["/base-metals/news-analysis/", "/news/", "/search?q=copper", "/investment/news"],
    ),
    "mining-technology.com": (
        ["/news/force-majeure-at-a-copper-mine/", "/news/green-steel/", "/?p=123456"],
        ["/news/", "/projects/a-zinc-project-in-queensland/", "/features/", "/company-a-z/", "/news/page/2/"],
    ),
    "mining.com": (
        ["/new-smelter-opens-in-the-north/", "/web/tin-prices-climb-as-stocks-fall/"],
        [
            "/commodity/copper/",
            "/commodity/copper/page/2",
            "/sponsored-content/",
            "/joint-venture/a-partner-tells-its-story/",
            "/author/jane-doe-of-the-desk/",
        ],
    ),
    "miningmx.com": (
        ["/news/platinum/40752-refining-deal-agreed/", "/news/ferrous-metals/65528-exports-surge-in-ramp-up/"],
        ["/news/platinum/", "/news/copper/page/2/", "/category/markets/", "/opinion/"],
    ),
    "miningreview.com": (
        ["/top-stories/graphite-firm-signs-up-a-buyer/", "/platinum-group-metals/new-smelter-opens-in-zimbabwe/"],
        ["/top-stories/", "/platinum-group-metals/", "/category/energy-and-the-mine/", "/tag/coal-fired-power-plant/"],
    ),
    "miningweekly.com": (
        ["/article/zinc-mine-reopens-after-a-flood-2026-03-02", "/article/two-firms-merge-2024-10-30/"],
        ["/article/", "/page/latest-news", "/page/rss-feed/feed:latest-news", "/topic/gold", "/article/archive-2026"],
    ),
    "mysteel.net": (
        ["/news/5122967-dry-index-retreats", "/analysis/5053247-rebar-stocks-in-september/"],
        [
            "/news/all/",
            "/daily-prices/7009318-billet-export-prices",
            "/methodology/",
            "/terms-conditions/",
            "/market-insights/news/latest/",
        ],
    ),
    "northernminer.com": (
        ["/news/two-firms-settle-dispute-over-a-mine/1003899999/", "/news/gallium-by-product-small-caps"],
        ["/news/", "/category/mining/", "/news/feed/", "/tag/nickel/", "/news/base-metals/"],
    ),
    "noticiasdemineracao.com": (
        ["/mineracao/noticia/produtora-de-cobre-anuncia-investimento", "/ferro-sobe-na-china/"],
        ["/mineracao/", "/tag/minerio-de-ferro/", "/page/dois-ou-tres-temas/", "/assine/"],
    ),
    "nuevamineria.com": (
        ["/revista/costos-del-cobre-se-han-incrementado/", "/revista/especial-empresas-de-ingenieria"],
        ["/revista/", "/revista/category/mineria-y-energia/", "/revista/tag/litio/", "/suscripcion/"],
    ),
    "panorama-minero.com": (
        ["/es/news/la-provincia-creo-el-ministerio", "/en/news/first-export-of-lithium-from-salta"],
        ["/es/markets/metals", "/es/news", "/en/", "/llms.txt"],
    ),
    "pm-review.com": (
        ["/maker-of-iron-powder-adds-furnace/", "/articles/how-gears-are-sintered/"],
        ["/articles/", "/tag/metal-injection-moulding/", "/category/news-from-the-industry/", "/events/"],
    ),
    "portalminero.com": (
        ["/wp/nueva-fundicion-recibe-aprobacion-ambiental/", "/wp/simulacro-de-emergencia-en-tranque"],
        ["/display/serv/Listado+de+Proyectos", "/login.action", "/wp/", "/wp/category/noticias-de-la-semana/"],
    ),
    "proactivo.com.pe": (
        ["/instituto-identifica-recursos-de-grafito/", "/entrevista-exclusiva-sobre-la-concentradora"],
        [
            "/category/mineria/",
            "/tag/cobre-del-peru/",
            "/wp-content/uploads/2014/09/logo.jpg",
            "/politica-de-privacidad/",
        ],
    ),
    "prometall.info": (
        ["/novosti/zavod_zapustil_novuyu_pech", "/corp/kak_metallurgi_vnedryayut_ii/"],
        ["/novosti", "/novosti/?page=2", "/corp/", "/o-zhurnale"],
    ),
    "rareearthexchanges.com": (
        ["/news/magnet-plant-opens-in-estonia/", "/news/export-list-extended"],
        ["/news/", "/news/page/2/", "/rare-earth-elements-in-defense-technology/", "/register/"],
    ),
    "recyclingtoday.com": (
        ["/news/firm-to-acquire-shredder-maker/", "/article/new-sorter-unlocks-zorba/"],
        ["/news/", "/rss/", "/magazine/issue/", "/fileuploads/image/2018/05/glass-and-metal.jpg"],
    ),
    "redimin.cl": (
        ["/avanza-desaladora-en-atacama", "/mineras-homologan-criterios-de-ingreso/"],
        [
            "/noticias/",
            "/category/mineria-en-el-norte/",
            "/wp-content/uploads/2026/02/imagen.webp",
            "/terminos-y-condiciones/",
        ],
    ),
    "reporteminero.cl": (
        ["/noticia/noticias/2026/03/costo-del-petroleo-sube", "/noticia/reportajes/2025/04/adaptacion-tecnologica"],
        [
            "/noticias/noticias",
            "/noticia/noticias/2026/03",
            "/noticias/columnistas",
            "/files/691e0ea5e49e9_1200x719.jpg",
        ],
    ),
    "resourceworld.com": (
        ["/miner-tables-production-update/", "/uranium-developer-completes-first-study-in-saskatchewan/"],
        ["/category/junior-mining-news-of-today/", "/subscribe/", "/author/jane-van-der-doe/", "/terms-of-use/"],
    ),
    "reuters.com": (
        ["/markets/commodities/copper-slips-2026-04-28/", "/world/asia-pacific/miner-plans-new-pit-2026-04-28"],
        ["/markets/commodities/", "/companies/AEM.TO", "/authors/jane-doe/", "/markets/"],
    ),
    "revistaminerios.com.br": (
        ["/barragens-inteligentes-com-sensores/", "/mineradora-amplia-producao-de-niquel"],
        ["/category/lavra-a-ceu-aberto/", "/author/jane-da-silva-doe/", "/politica-de-privacidade/", "/assinaturas/"],
    ),
    "rumbominero.com": (
        ["/peru/noticias/economia/muelle-de-minerales-logra-record/", "/argentina/nueva-planta-de-litio/"],
        ["/peru/noticias/actualidad-empresarial/", "/peru/", "/tag/oro-y-plata-del-sur/", "/portada/"],
    ),
    "shmet.com": (
        ["/news/newsDetail-2-912345.html", "/newsFlash/newsFlashDetail-845120.html"],
        ["/newsFlash/", "/news/newsList-996.html", "/index.html", "/api/rest/news/queryNewsflashList"],
    ),
    "siderurgiabrasil.com.br": (
        ["/2026/09/17/usina-reduz-producao-de-aco/", "/importacao-de-bobinas-cresce/"],
        ["/noticias/", "/category/mercado-do-aco-plano/", "/tag/aco-inox-e-ligas/", "/termos-de-uso/"],
    ),
    "silverseek.com": (
        ["/article/silver-after-the-summer-slump", "/three-charts-on-solar-demand/"],
        ["/article/", "/silver-price/", "/author/jane-van-der-doe", "/rss.xml"],
    ),
    "smm.cn": (
        ["https://news.smm.cn/news/104123666", "https://news.smm.cn/r/2015-11-10/91234567.html"],
        [
            "https://news.smm.cn/news",
            "https://news.smm.cn/keywords/%E9%93%85?page=37",
            "https://hq.smm.cn/copper",
            "https://platform.smm.cn/newscenter/news/list/1",
        ],
    ),
    "steelorbis.com": (
        [
            "/steel-news/latest-news/mill-selects-supplier-1470187.htm",
            "/steel-news/latest-news/rebar-up-in-turkey-1431657.htm",
        ],
        ["/steel-news/latest-news/us", "/steel-prices/", "/steel-news/latest-news/eu.htm", "/steel-events/"],
    ),
    "steelradar.com": (
        ["/haber/celik-ihracati-eylul-ayinda-artti/", "/en/haber/crude-steel-output-rises"],
        ["/en/", "/en/news", "/kategori/demir-cevheri-ve-hurda/", "/i/l/011/0118089_scrap-aluminium.jpeg"],
    ),
    "stockhead.com.au": (
        ["/energy/gas-project-meets-domestic-demand/", "/resources/drillers-hit-thick-copper-sulphides/"],
        ["/energy/", "/just-in/", "/author/jane-van-der-doe/", "/tag/high-purity-alumina/"],
    ),
    "usgs.gov": (
        ["/news/featured-story/fifty-years-of-maps/", "/news/national-news-release/new-list-of-critical-minerals"],
        [
            "/news/national-news-release",
            "/news/",
            "/centers/national-minerals-information-center",
            "/programs/mineral-resources-program",
        ],
    ),
    "worldsteel.org": (
        ["/media/press-releases/2026/july-2026-crude-steel-production/", "/media/blog/2025/what-is-in-a-tonne/"],
        ["/media/press-releases/2026/", "/media/", "/data/world-steel-in-figures/", "/media/press-releases/page/2/"],
    ),
}
"""Id -> addresses of stories; addresses of what is none, though it looks like one on this very site."""
NO_STORIES = (
    "/", "/about/", "/about-us/", "/author/jane-doe/", "/category/base-metals/", "/contact", "/events/", "/feed/",
    "/login", "/page/2/", "/privacy-policy/", "/?s=copper", "/subscribe/", "/tag/copper/", "/video/", "/videos/",
)  # fmt: skip
"""What most sites have, and none publishes as news."""
PAGES = {
    "en": ("/advertise-with-us/", "/terms-and-conditions/", "/terms-of-use"),
    "es": ("/aviso-de-privacidad/", "/politica-de-privacidad/", "/terminos-y-condiciones"),
    "pt": ("/politica-de-privacidade/", "/termos-de-uso"),
}
"""The same, in as many words as a headline has."""

SHAPES = {source_id: SOURCES[source_id] for source_id in ADDRESSES if source_id in SOURCES}


def at(source, address):
    """*address* as a crawl meets it."""
    return canonical_url(urljoin(source.homepage, address))


def test_every_source_has_its_addresses_here():
    assert set(ADDRESSES) == set(SOURCES)
    assert all(len(stories) >= 2 and len(others) >= 3 for stories, others in ADDRESSES.values())


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_takes_a_story_s_address(source):
    stories, _ = ADDRESSES[source.id]

    assert [address for address in stories if not source.is_article(at(source, address))] == []


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_leaves_sections_tags_authors_and_logins(source):
    _, others = ADDRESSES[source.id]
    usual = (*NO_STORIES, *PAGES.get(source.languages[0], ()))

    assert [address for address in (*others, *usual) if source.is_article(at(source, address))] == []


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_takes_no_endpoint_of_its_own_for_a_story(source):
    endpoints = [url for _, url in source.discover.endpoints()]

    assert source.discover.article_url, "any page of the site would be a story"
    assert [url for url in endpoints if source.is_article(url) or not source.owns(url)] == []


@pytest.mark.parametrize("source", SHAPES.values(), ids=SHAPES)
def test_a_campaign_s_mark_hides_no_story(source):
    stories, _ = ADDRESSES[source.id]
    marked = [f"{address}{'&' if '?' in address else '?'}utm_source=rss&utm_medium=feed" for address in stories]

    assert [address for address in marked if not source.is_article(at(source, address))] == []


def test_there_are_sources_enough_in_languages_enough():
    languages = Counter(language for source in SOURCES.values() for language in source.languages)

    assert len(SOURCES) >= 40
    assert len(languages) >= 6


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_the_id_is_the_domain_of_the_homepage(source):
    host = urlsplit(source.homepage).hostname or ""

    assert host == source.id or host.endswith(f".{source.id}")
    assert source.hosts == (source.id,)


def test_no_two_sources_own_one_host():
    owners = {
        host: [source.id for source in SOURCES.values() if source.owns(f"https://{host}/")]
        for each in SOURCES.values()
        for host in (*each.hosts, urlsplit(each.homepage).hostname)
    }

    assert {host: ids for host, ids in owners.items() if len(ids) != 1} == {}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_says_how_well_its_state_is_known_and_when_that_was(source):
    assert source.evidence
    assert re.search(r"\b20\d\d\b", source.evidence), "no date"


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_works_is_said_only_of_what_was_tried_in_a_month_on_record(source):
    if source.status == "ok":
        assert re.search(r"\b20\d\d-(0[1-9]|1[0-2])\b", source.evidence or "")


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_dates_are_read_in_a_place_s_own_zone(source):
    """``UTC`` or ``EST`` would be right for half of the year, or for none."""
    assert source.timezone.key in available_timezones()
    assert "/" in source.timezone.key
    assert not source.timezone.key.startswith("Etc/")


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_no_site_is_asked_faster_than_once_a_second(source):
    assert source.limits.delay >= 1


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/" + "a-" * 1000, id="hyphens"),
        pytest.param("/" + "-" * 2000, id="hyphens alone"),
        pytest.param("/news/" * 300 + "x-y", id="folders"),
        pytest.param("/%-" * 600, id="percent signs"),
        pytest.param("/news/" + "a/" * 900 + "1-", id="short folders"),
    ],
)
def test_no_address_keeps_the_patterns_busy(source, path):
    begin = time.process_time()

    source.is_article(urljoin(source.homepage, f"{path}!"))

    assert time.process_time() - begin < 0.1  # seconds; most take less than a thousandth


def test_reading_all_files_takes_no_time_that_a_user_feels():
    folder = files("crawler.data") / "sources"
    paths = [path for path in folder.iterdir() if path.name.endswith(".toml")]
    begin = time.process_time()

    for path in paths:
        load_source(path)

    assert time.process_time() - begin < 0.15  # seconds; 66 files took 0.022, and 0.27 while each one listed all zones
