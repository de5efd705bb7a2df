"""``sources import`` and ``export``: to a feed reader and back."""

from __future__ import annotations

import pytest

from crawler.sources import load_source, load_sources

FEEDS = """<opml version="2.0"><body>
<outline text="Tin Post" type="rss" xmlUrl="https://tin.example/feed/" htmlUrl="https://tin.example/" language="de"/>
<outline text="Trap" type="rss" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


@pytest.fixture
def list_of(tmp_path):
    def make(text):
        path = tmp_path / "feeds.opml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def test_what_is_exported_comes_back(run_here, sample_sources, tmp_path):
    exported = tmp_path / "feeds.opml"
    names = [path.stem for path in sample_sources.iterdir()]

    out = run_here("sources", "export", *names, "--sources", sample_sources, "-o", exported)
    back = run_here("sources", "import", exported, "-o", tmp_path / "back")

    assert (out.returncode, out.stdout) == (0, ""), out.stderr
    assert back.returncode == 0, back.stderr
    with_feeds = {source.id: source for source in map(load_source, sample_sources.iterdir()) if source.discover.feeds}
    found = {source.id: source for source in map(load_source, (tmp_path / "back").iterdir())}
    assert set(found) == set(with_feeds)
    for name, source in with_feeds.items():
        told = found[name]
        assert (told.name, told.homepage, told.languages, told.discover.feeds) == (
            source.name, source.homepage, source.languages, source.discover.feeds,
        )  # fmt: skip
        assert all(told.owns(url) for url in told.discover.feeds)
    assert set(out.stderr.split(": ")[1].strip().split(", ")) == set(names) - set(with_feeds)


def test_export_takes_every_registered_source_to_stdout(run_here, tmp_path):
    (tmp_path / "tin.example.toml").write_text(
        'name = "T"\nhomepage = "https://tin.example/"\nlanguage = "en"\ntimezone = "UTC"\n'
        'discover.feeds = ["https://tin.example/f"]',
        encoding="utf-8",
    )

    done = run_here("sources", "export", "--sources", tmp_path)

    assert done.returncode == 0, done.stderr
    feeds = [url for source in load_sources(tmp_path).values() for url in source.discover.feeds]
    assert done.stdout.count("<outline ") == len(feeds)
    assert 'xmlUrl="https://tin.example/f"' in done.stdout


def test_import_tells_what_it_made_and_what_it_left_out(run_here, list_of, tmp_path):
    done = run_here("sources", "import", list_of(FEEDS), "-o", tmp_path / "mine")

    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"1 source of 1 feed written to {tmp_path / 'mine'}; 0 passed by",
        f"Look at the comments in them, and try each: orewire sources check tin.example --sources {tmp_path / 'mine'}",
    ]
    assert done.stderr == 'left out: "Trap": "javascript:alert(1)" is no http(s) address of a site\n'
    assert load_source(tmp_path / "mine" / "tin.example.toml").languages == ("de",)


def test_import_writes_over_nothing(run_here, list_of, tmp_path):
    (tmp_path / "tin.example.toml").write_text("mine", encoding="utf-8")

    done = run_here("sources", "import", list_of(FEEDS), "-o", tmp_path)

    assert done.returncode == 0
    assert done.stdout == f"0 sources of 0 feeds written to {tmp_path}; 1 passed by\n"
    assert f"{tmp_path / 'tin.example.toml'}: exists, and is left as it is" in done.stderr
    assert (tmp_path / "tin.example.toml").read_text(encoding="utf-8") == "mine"


def test_import_lays_nothing_over_a_registered_source(run_here, list_of, tmp_path):
    text = '<opml><body><outline xmlUrl="https://news.metal.com/rss" htmlUrl="https://news.metal.com/"/></body></opml>'

    done = run_here("sources", "import", list_of(text), "-o", tmp_path / "mine")

    assert done.stderr == "news.metal.com: is registered already, and left as it is\n"
    assert list((tmp_path / "mine").iterdir()) == []


def test_import_goes_into_the_data_folder(run_here, list_of, tmp_path):
    (tmp_path / "data" / "sources").mkdir(parents=True)

    done = run_here("sources", "import", list_of(FEEDS), "--data", tmp_path / "data")

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "data" / "sources").iterdir()] == ["tin.example.toml"]


def test_a_thousand_bad_outlines_are_not_a_thousand_lines(run_here, list_of, tmp_path):
    bad = '<outline text="Trap" xmlUrl="javascript:0"/>' * 1000

    done = run_here("sources", "import", list_of(FEEDS.replace("</body>", f"{bad}</body>")), "-o", tmp_path / "mine")

    assert len(done.stderr.splitlines()) == 21
    assert done.stderr.splitlines()[-1] == "and 981 more like these"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        pytest.param("<rss/>", 2, "feeds.opml: is no OPML; ", id="no OPML"),
        pytest.param("<opml><body/></opml>", 1, "lists no feed of the web", id="no outlines"),
        pytest.param('<opml><body><outline text="a"/></body></opml>', 1, "lists no feed of the web", id="no feeds"),
        pytest.param('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', 2, "declares entities", id="entities"),
        pytest.param(b" " * 10_000_000, 2, "feeds.opml: is over 5 MB", id="10 MB"),
        pytest.param("<opml><body>" + "<outline>" * 100_000, 2, "nests outlines over 100 deep", id="deep"),
    ],
)
def test_a_file_without_feeds_is_one_line(run_here, list_of, tmp_path, text, code, said):
    done = run_here("sources", "import", list_of(text), "-o", tmp_path / "mine")

    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "mine").exists()


def test_a_file_that_is_not_there_is_met_with_the_nearest(run_here, list_of):
    path = list_of(FEEDS)

    done = run_here("sources", "import", path.with_name("feed.opml"))

    assert done.returncode == 2
    assert done.stderr == f'orewire: {path.with_name("feed.opml")}: No such file or directory; did you mean "{path}"?\n'


def test_nothing_to_export_is_told(run_here, sample_sources):
    done = run_here("sources", "export", "northquarry.example", "--sources", sample_sources)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "without a feed, and left out: northquarry.example\norewire: no feed to export\n"
