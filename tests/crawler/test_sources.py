"""Source files: strict to the last key, overlaid by a user's folder, and found again by address."""

from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from crawler.errors import CrawlerError, DataFileError, UnknownSourceError
from crawler.sources import get_source, load_source, load_sources, source_for_url

TOP = 'name = "Tin Daily"\nhomepage = "https://www.tin.example/"\nlanguage = "en"\ntimezone = "Asia/Shanghai"\n'
VALID = TOP + '[discover]\nfeeds = ["https://www.tin.example/feed"]\n'
SHIPPED = [
    pytest.param(path, id=path.name)
    for package in ("crawler.data", "crawler.sample_site")
    for path in sorted((files(package) / "sources").iterdir(), key=lambda path: path.name)
    if path.name.endswith(".toml")
]


def write(folder, source_id, content):
    folder.mkdir(exist_ok=True)
    path = folder / f"{source_id}.toml"
    path.write_text(content, encoding="utf-8")
    return path


def load(folder, content, source_id="tin.example"):
    return load_source(write(folder, source_id, content))


def problem(folder, content):
    with pytest.raises(DataFileError) as caught:
        load(folder, content)
    return str(caught.value)


def source(folder, source_id, *hosts):
    listed = ", ".join(f'"{host}"' for host in hosts)
    return load(folder, VALID.replace("[discover]", f"hosts = [{listed}]\n[discover]"), source_id)


def test_a_short_file_is_enough(tmp_path):
    tin = load(tmp_path, VALID)

    assert (tin.id, tin.name, tin.languages, tin.timezone) == (
        "tin.example",
        "Tin Daily",
        ("en",),
        ZoneInfo("Asia/Shanghai"),
    )
    assert (tin.status, tin.evidence, tin.hosts) == ("unverified", None, ("www.tin.example",))
    assert (tin.discover.feeds, tin.discover.sitemaps) == (("https://www.tin.example/feed",), ())
    assert (tin.limits.delay, tin.limits.pages) == (1.0, 500)
    assert (tin.identity.pattern, tin.select.body, tin.strip.phrases, tin.examples) == (None, (), (), ())


def test_every_key_of_a_long_file_arrives(tmp_path):
    tin = load(
        tmp_path,
        TOP.replace('"en"', '["en", "zh-Hans"]')
        + """
        status = "ok"
        evidence = "seen, 2026-09"
        terms_url = "https://www.tin.example/terms"
        hosts = ["tin.example"]
        [discover]
        sitemaps = ["https://www.tin.example/map.xml"]
        listings = ["https://www.tin.example/news/"]
        next_page = "a.next"
        article_url = ['/news/\\d+']
        ignore = ['/ads/']
        [identity]
        pattern = '/news/(\\d+)'
        per_language = true
        [identity.editions]
        cn = "zh"
        [select]
        body = ["div.text", "article"]
        abstract = true
        [strip]
        nodes = ["div.share"]
        phrases = ["More News"]
        [limits]
        delay = 2
        pages = 30
        seconds = 600
        megabytes = 20
        [[example]]
        url = "https://www.tin.example/news/1"
        headline = "Tin rises"
        contains = ["rose"]
        lacks = ["Sign up"]
        """,
    )

    assert (tin.languages, tin.status, tin.evidence) == (("en", "zh-Hans"), "ok", "seen, 2026-09")
    assert tin.terms_url == "https://www.tin.example/terms"
    assert (tin.limits.seconds, tin.limits.megabytes) == (600, 20)
    assert (tin.discover.next_page, tin.discover.article_url[0].pattern) == ("a.next", r"/news/\d+")
    assert tin.identity.pattern is not None
    assert (tin.identity.pattern.pattern, tin.identity.per_language) == (r"/news/(\d+)", True)
    assert tin.identity.editions == {"cn": "zh"}
    assert (tin.select.body, tin.select.abstract) == (("div.text", "article"), True)
    assert (tin.strip.nodes, tin.strip.phrases) == (("div.share",), ("More News",))
    assert (tin.limits.delay, tin.limits.pages) == (2, 30)
    assert [(e.url, e.headline, e.contains, e.lacks) for e in tin.examples] == [
        ("https://www.tin.example/news/1", "Tin rises", ("rose",), ("Sign up",))
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("feeds", "feed", 'unknown key "feed" in [discover]; did you mean "feeds"?', id="misspelt-key"),
        pytest.param("name", "nam", 'unknown key "nam"; did you mean "name"?', id="misspelt-key-at-the-top"),
        pytest.param("language", "languages", 'unknown key "languages"; did you mean "language"?', id="our-own-word"),
        pytest.param("[discover]", "[discovery]", 'unknown key "discovery"; did you mean "discover"?', id="table"),
        pytest.param('name = "Tin Daily"\n', "", 'key "name" is missing', id="missing-name"),
        pytest.param('language = "en"\n', "", 'key "language" is missing', id="missing-language"),
        pytest.param('timezone = "Asia/Shanghai"\n', "", 'key "timezone" is missing', id="missing-zone"),
        pytest.param('name = "Tin Daily"', 'id = "tin"', 'unknown key "id"; the file\'s name is the id', id="id"),
        pytest.param(
            'feeds = ["https://www.tin.example/feed"]\n',
            "",
            'one of "feeds", "sitemaps", "listings" in [discover] must name an address',
            id="no-endpoint",
        ),
        pytest.param(
            '["https://www.tin.example/feed"]', "[]", 'one of "feeds", "sitemaps", "listings"', id="empty-endpoints"
        ),
        pytest.param("Asia/Shanghai", "Asia/Shangai", 'is no IANA time zone; did you mean "Asia/Shanghai"?', id="zone"),
        pytest.param('"Asia/Shanghai"', "8", 'key "timezone": "8" is no IANA time zone', id="number-for-zone"),
        pytest.param(
            '"en"', '"English"', 'key "language": "English" is no BCP 47 language tag', id="language-in-words"
        ),
        pytest.param('"en"', "[]", "language", id="no-language"),
        pytest.param('"Tin Daily"', "5", 'key "name" must be a text in quotes', id="number-for-text"),
        pytest.param(
            '["https://www.tin.example/feed"]', '"https://www.tin.example/feed"', "must be a list", id="no-list"
        ),
        pytest.param("https://www.tin.example/feed", "www.tin.example/feed", "is no http(s) address", id="no-scheme"),
        pytest.param("https://www.tin.example/feed", "ftp://tin.example/feed", "is no http(s) address", id="ftp"),
        pytest.param("https://www.tin.example/feed", "http://[", 'key "feeds" in [discover]', id="no-address-at-all"),
        pytest.param("[discover]", 'status = "fine"\n[discover]', "key \"status\": Input should be 'ok'", id="status"),
        pytest.param('name = "Tin Daily"', "name = ", "is not valid TOML", id="invalid-toml"),
    ],
)
def test_refuses_a_faulty_file_in_one_line_that_names_it(old, new, message, tmp_path):
    assert old in VALID

    said = problem(tmp_path, VALID.replace(old, new, 1))

    assert said.startswith("tin.example.toml: ")
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param('[select]\nbody = ["div[["]', 'key "body" in [select]: "div[[" is no CSS selector', id="css"),
        pytest.param('[select]\nbody = "div"', 'key "body" in [select] must be a list in [ ]', id="css-without-list"),
        pytest.param('[select]\nabstract = "yes"', 'key "abstract" in [select] must be true or false', id="truth"),
        pytest.param('[strip]\nnodes = ["::"]', 'key "nodes" in [strip]: "::" is no CSS selector', id="css-to-strip"),
        pytest.param("[identity]\npattern = '('", '"(" is no regular expression: missing )', id="regex"),
        pytest.param("[identity]\npattern = 5", 'key "pattern" in [identity]', id="number-for-regex"),
        pytest.param("[identity]\npattern = '/news/\\d+'", 'key "pattern" in [identity]', id="regex-without-group"),
        pytest.param("[identity.editions]\nvn = 5", 'key "vn" in [identity.editions] must be a text', id="edition"),
        pytest.param("[limits]\ndelay = -1", 'key "delay" in [limits]: Input should be greater than', id="negative"),
        pytest.param('[limits]\npages = "5"', 'key "pages" in [limits] must be a whole number', id="text-for-number"),
        pytest.param("[limits]\npages = 1.5", 'key "pages" in [limits] must be a whole number', id="half-a-page"),
        pytest.param("[limits]\ndelay = true", 'key "delay" in [limits] must be a number', id="truth-for-number"),
        pytest.param("[limit]\npages = 5", 'unknown key "limit"; did you mean "limits"?', id="misspelt-table"),
        pytest.param(
            '[[example]]\nurl = "https://tin.example/1"\ncontain = ["x"]',
            'unknown key "contain" in [example]; did you mean "contains"?',
            id="misspelt-key-of-an-example",
        ),
        pytest.param('[[example]]\nheadline = "x"', 'key "url" in [example] is missing', id="example-without-address"),
        pytest.param(
            '[listing]\nitems = ".card"', 'unknown key "items" in [listing]; did you mean "item"?', id="listing"
        ),
        pytest.param('[listing]\nitem = "a["', 'key "item" in [listing]: "a[" is no CSS selector', id="listing-css"),
        pytest.param('[json]\nurl = "u"\nitem = "l"', 'unknown key "item" in [json]; did you mean "items"?', id="json"),
        pytest.param('[json]\nitems = "data"', 'key "url" in [json] is missing', id="json-without-address"),
        pytest.param(
            '[json]\nurl = "u"\nitems = "data..list"',
            'key "items" in [json]: "data..list" is no path of names with points between them; write as in "data.list"',
            id="json-path",
        ),
        pytest.param(
            '[json]\nurl = "https://tin.example/{id"',
            'key "url" in [json]: "https://tin.example/{id" is no address with paths in braces',
            id="json-braces",
        ),
        pytest.param('[json]\nurl = "u"\npage = 2', 'key "page" in [json] must be a text in quotes', id="json-page"),
        pytest.param(
            '[json]\nurl = "u"\nscript = "a["', 'key "script" in [json]: "a[" is no CSS selector', id="script"
        ),
    ],
)
def test_refuses_a_faulty_table_in_one_line_that_names_it(table, message, tmp_path):
    said = problem(tmp_path, f"{VALID}{table}\n")

    assert said.startswith("tin.example.toml: ")
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("key", "message"),
    [
        pytest.param(
            "article_url = ['[']", 'key "article_url" in [discover]: "[" is no regular expression', id="regex"
        ),
        pytest.param("ignore = 'x'", 'key "ignore" in [discover] must be a list in [ ]', id="regex-without-list"),
        pytest.param('next_page = "a["', 'key "next_page" in [discover]: "a[" is no CSS selector', id="css"),
        pytest.param(
            'robots_sitemaps = "yes"', 'key "robots_sitemaps" in [discover] must be true or false', id="truth"
        ),
    ],
)
def test_refuses_a_faulty_key_of_discover(key, message, tmp_path):
    assert problem(tmp_path, f"{VALID}{key}\n").startswith(f"tin.example.toml: {message}")


@pytest.mark.parametrize(
    "table",
    [
        pytest.param('[select]\nbody = ["div\\n[["]', id="css"),
        pytest.param("[identity]\npattern = '''(\n'''", id="regex"),
    ],
)
def test_says_in_one_line_that_a_value_of_several_lines_is_wrong(table, tmp_path):
    assert "\n" not in problem(tmp_path, f"{VALID}{table}\n")


@pytest.mark.parametrize(
    "host",
    [pytest.param("https://tin.example/", id="address"), pytest.param("", id="empty"), pytest.param("a b", id="space")],
)
def test_refuses_a_host_on_which_no_page_can_lie(host, tmp_path):
    said = problem(tmp_path, VALID.replace("[discover]", f'hosts = ["{host}"]\n[discover]'))

    assert "hosts" in said


def test_refuses_a_file_in_another_encoding(tmp_path):
    path = tmp_path / "tin.example.toml"
    path.write_bytes(VALID.replace("Tin Daily", "锡业日报").encode("gbk"))

    with pytest.raises(DataFileError, match=r"^tin\.example\.toml: is not UTF-8; save it as UTF-8$"):
        load_source(path)


@pytest.mark.parametrize("path", SHIPPED)
def test_every_shipped_source_file_loads_and_owns_its_own_addresses(path):
    shipped = load_source(path)

    stories = [example.url for example in shipped.examples]
    assert shipped.id == path.name.removesuffix(".toml")
    assert all(shipped.owns(url) for url in (shipped.homepage, *shipped.discover.listings, *stories))
    assert all(shipped.is_article(url) for url in stories)
    assert shipped.evidence


def test_a_users_file_takes_the_place_of_the_shipped_one_and_others_are_added(tmp_path):
    write(tmp_path / "mine", "metal.com", VALID)
    write(tmp_path / "mine", "tin.example", VALID)
    (tmp_path / "mine" / "notes.txt").write_text("no source", encoding="utf-8")

    sources = load_sources(tmp_path / "mine")

    assert set(sources) == {*load_sources(), "tin.example"}
    assert sources["metal.com"].name == "Tin Daily"
    assert load_sources()["metal.com"].name == "SMM"
    assert list(sources) == sorted(sources)


def test_of_two_folders_the_last_one_wins(tmp_path):
    write(tmp_path / "first", "tin.example", VALID)
    write(tmp_path / "last", "tin.example", VALID.replace("Tin Daily", "Tin Weekly"))

    sources = load_sources(tmp_path / "first", tmp_path / "last")

    assert sources["tin.example"].name == "Tin Weekly"


def test_refuses_a_folder_that_does_not_exist(tmp_path):
    with pytest.raises(DataFileError, match=r"absent: is no folder of source files; name one that holds \*\.toml$"):
        load_sources(tmp_path / "absent")


def test_one_faulty_file_of_a_folder_stops_all(tmp_path):
    write(tmp_path / "mine", "a.example", VALID)
    write(tmp_path / "mine", "b.example", VALID.replace("feeds", "feed"))

    with pytest.raises(DataFileError, match=r"^b\.example\.toml: "):
        load_sources(tmp_path / "mine")


def test_names_the_nearest_source_for_an_unknown_one(tmp_path):
    sources = {"tin.example": load(tmp_path, VALID)}

    assert get_source("tin.example", sources).name == "Tin Daily"
    with pytest.raises(UnknownSourceError, match=r'^no source "tin\.exmple"; did you mean "tin\.example"\?$'):
        get_source("tin.exmple", sources)
    with pytest.raises(CrawlerError, match=r'^no source "qqq"; `orewire sources list` shows them all$'):
        get_source("qqq", sources)


@pytest.mark.parametrize(
    ("url", "source_id"),
    [
        pytest.param("https://metal.com/", "metal.com", id="host"),
        pytest.param("https://news.metal.com/en/newscontent/1", "metal.com", id="host-below"),
        pytest.param("HTTPS://NEWS.METAL.COM/en/newscontent/1", "metal.com", id="capitals"),
        pytest.param("http://metal.com:8080/x", "metal.com", id="port"),
        pytest.param("https://notmetal.com/", None, id="host-that-only-ends-alike"),
        pytest.param("https://metal.com.evil.example/", None, id="host-that-only-begins-alike"),
        pytest.param("https://evil.example/?u=https://metal.com/", None, id="address-within-an-address"),
        pytest.param("https://metal.com@evil.example/", None, id="host-as-user"),
        pytest.param("mailto:desk@metal.com", None, id="mail"),
        pytest.param("metal.com", None, id="no-scheme"),
        pytest.param("", None, id="empty"),
        pytest.param("http://[", None, id="no-address-at-all"),
        pytest.param("http://[metal.com]/", None, id="no-ipv6"),
    ],
)
def test_finds_the_shipped_source_of_an_address(url, source_id):
    found = source_for_url(url)

    assert (found.id if found else None) == source_id


def test_of_two_sources_the_one_with_the_closest_host_wins(tmp_path):
    wide = source(tmp_path, "wide", "metals.example")
    close = source(tmp_path, "close", "news.metals.example")

    for sources in ([wide, close], [close, wide]):
        assert source_for_url("https://news.metals.example/1", sources) == close
        assert source_for_url("https://metals.example/1", sources) == wide


def test_a_long_host_elsewhere_makes_no_source_closer(tmp_path):
    wide = source(tmp_path, "wide", "metals.example", "a-very-long-name-of-another-host.example")
    close = source(tmp_path, "close", "news.metals.example")

    assert source_for_url("https://news.metals.example/1", [wide, close]) == close


def test_no_source_owns_anything_where_none_is_registered():
    assert source_for_url("https://metal.com/", []) is None


def test_a_host_may_be_written_in_capitals(tmp_path):
    assert source(tmp_path, "tin.example", "Tin.Example").owns("https://www.tin.example/1")


@pytest.mark.parametrize(
    ("url", "is_article"),
    [
        pytest.param("https://www.tin.example/news/17", True, id="pattern"),
        pytest.param("https://www.tin.example/news/", False, id="no-pattern"),
        pytest.param("https://www.tin.example/ads/news/17", False, id="ignored"),
        pytest.param("https://zinc.example/news/17", False, id="elsewhere"),
    ],
)
def test_tells_a_storys_address_by_the_sources_patterns(url, is_article, tmp_path):
    tin = load(tmp_path, VALID + "article_url = ['/news/\\d+']\nignore = ['/ads/']\n")

    assert tin.is_article(url) is is_article


def test_without_patterns_any_address_within_the_hosts_may_be_a_story(tmp_path):
    tin = load(tmp_path, VALID)

    assert tin.is_article("https://www.tin.example/anything")
    assert not tin.is_article("https://zinc.example/anything")


def test_the_sitemaps_of_a_robots_txt_are_endpoint_enough(tmp_path):
    tin = load(tmp_path, TOP.replace("tin.example/", "tin.example/en/") + "[discover]\nrobots_sitemaps = true\n")

    assert tin.endpoints() == [("robots", "https://www.tin.example/robots.txt")]
    assert tin.discover.endpoints() == []


def test_endpoints_are_asked_in_this_order(tmp_path):
    places = ('listings = ["https://t.example/l"]', 'sitemaps = ["https://t.example/s"]', "robots_sitemaps = true")
    tin = load(tmp_path, "\n".join([VALID, *places]))

    assert [kind for kind, _ in tin.endpoints()] == ["feed", "sitemap", "listing", "robots"]


def test_the_story_digest_changes_with_what_is_called_a_story_and_with_nothing_else(tmp_path):
    def digest(text):
        path = tmp_path / "tin.example.toml"
        path.write_text(
            f'name = "Tin"\nhomepage = "https://tin.example/"\nlanguage = "en"\ntimezone = "UTC"\n{text}',
            encoding="utf-8",
        )
        return load_source(path).story_digest

    feed = '[discover]\nfeeds = ["https://tin.example/feed"]\n'
    long = "x" * 300
    told = [
        feed,
        feed.replace("/feed", "/rss"),
        f"{feed}article_url = ['/n/{long}']",
        f"{feed}article_url = ['/n/{long}y']",
        f"{feed}ignore = ['/n/{long}']",
        f"{feed}robots_sitemaps = true",
        f'{feed}[listing]\nitem = ".card"',
        f'{feed}[listing]\nlink = ".card"',
        f'{feed}[json]\nurl = "u"',
        f'{feed}[json]\nurl = "u"\nitems = "l"',
    ]

    assert len({digest(text) for text in told}) == len(told)
    assert digest(feed) == digest(feed + '[limits]\ndelay = 3.0\n[select]\nbody = ["main"]\n')
