"""``orewire.toml``: what it says, what wins over it, and how ``sources enable`` and ``disable`` change it."""

from __future__ import annotations

import json

import pytest

from storage import Article, ArticleStore


@pytest.fixture
def home(tmp_path, notes_toml):
    """A working directory with an ``orewire.toml``, a data folder with one source, and the store that the file names."""
    (tmp_path / "mine" / "sources").mkdir(parents=True)
    (tmp_path / "mine" / "sources" / "meltshop-notes.example.toml").write_text(notes_toml, encoding="utf-8")
    (tmp_path / "orewire.toml").write_text(
        '# the wire of the tin desk\ncontact = "tin@desk.example"  # seen by sites\ndb = "wire.db"\ndata = "mine"\n',
        encoding="utf-8",
    )
    with ArticleStore(tmp_path / "wire.db") as store:
        store.save(Article(url="https://tin.example/1", headline="In the wire's store"))
    return tmp_path


def headlines(done):
    assert done.returncode == 0, done.stderr
    return [row["headline"] for row in json.loads(done.stdout)]


def one_line(done):
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


def test_names_the_store_and_the_data_folder(run_here, home):
    assert headlines(run_here("articles", "--json", cwd=home)) == ["In the wire's store"]
    assert "meltshop-notes.example" in run_here("sources", "list", cwd=home).stdout


def test_paths_count_from_where_the_file_lies(run_here, home, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    by_option = run_here("articles", "--json", "--config", home / "orewire.toml", cwd=elsewhere)
    by_environment = run_here("articles", "--json", cwd=elsewhere, env={"OREWIRE_CONFIG": str(home / "orewire.toml")})

    assert headlines(by_option) == headlines(by_environment) == ["In the wire's store"]


def test_the_file_beside_the_store_is_read(run_here, home, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    done = run_here("sources", "list", "--db", home / "wire.db", cwd=elsewhere)

    assert "meltshop-notes.example" in done.stdout


def test_options_win_over_the_environment_and_that_over_the_file(run_here, home):
    for name in ("option", "environment"):
        with ArticleStore(home / f"{name}.db") as store:
            store.save(Article(url="https://tin.example/1", headline=name))
    environment = {"OREWIRE_DB": "environment.db"}

    assert headlines(run_here("articles", "--json", cwd=home, env=environment)) == ["environment"]
    assert headlines(run_here("articles", "--json", "--db", "option.db", cwd=home, env=environment)) == ["option"]


def test_the_contact_is_what_sites_see_and_the_environment_wins(run_orewire, home, sample_server, sample_sources):
    crawl = ("crawl", "lodestar-metals.example", "--limit", "1", "--sources", sample_sources, *sample_server.connect_to)

    assert run_orewire(*crawl, cwd=home).returncode == 0
    said = sample_server.headers[-1]["user-agent"]
    assert run_orewire(*crawl, cwd=home, env={"OREWIRE_CONTACT": "zinc@desk.example"}).returncode == 0

    assert said.endswith("(+tin@desk.example)")
    assert sample_server.headers[-1]["user-agent"].endswith("(+zinc@desk.example)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('contcat = "a@b.example"', 'unknown key "contcat"; did you mean "contact"?', id="misspelt key"),
        pytest.param('contact = "nobody"', 'write as in contact = "you@example.org"', id="contact that is none"),
        pytest.param("contact = ", "is not valid TOML", id="no TOML"),
        pytest.param('enabled = "metal.com"', 'key "enabled" must be a list in [ ]', id="no list"),
        pytest.param('data = "nowhere"', 'key "data": no folder', id="folder that is not there"),
        pytest.param("db = 3", 'key "db"', id="number for a path"),
    ],
)
def test_what_is_wrong_in_it_is_one_line_with_file_and_key(run_here, tmp_path, text, said):
    (tmp_path / "orewire.toml").write_text(text + "\n", encoding="utf-8")

    done = run_here("sources", "list", cwd=tmp_path)

    assert done.returncode == 2
    assert "orewire.toml" in one_line(done)
    assert said in one_line(done)


def test_a_file_that_is_not_there_is_told_where_it_was_named(run_here, tmp_path):
    done = run_here("articles", "--config", "my.toml", cwd=tmp_path)

    assert done.returncode == 2
    assert "my.toml" in one_line(done)


def test_enabling_keeps_everything_else_in_the_file(run_here, home):
    first = run_here("sources", "enable", "meltshop-notes.example", "metal.com", cwd=home)
    again = run_here("sources", "enable", "metal.com", cwd=home)
    text = (home / "orewire.toml").read_text(encoding="utf-8")
    rows = {row["id"]: row["enabled"] for row in json.loads(run_here("sources", "list", "--json", cwd=home).stdout)}

    assert (first.returncode, again.returncode) == (0, 0), first.stderr
    assert "# the wire of the tin desk\n" in text
    assert 'contact = "tin@desk.example"  # seen by sites\n' in text
    assert 'enabled = ["meltshop-notes.example", "metal.com"]' in text
    assert {source for source, enabled in rows.items() if enabled} == {"meltshop-notes.example", "metal.com"}


def test_disabling_takes_out_that_one(run_here, home):
    run_here("sources", "enable", "meltshop-notes.example", "metal.com", cwd=home)

    assert run_here("sources", "disable", "metal.com", cwd=home).returncode == 0
    never = run_here("sources", "disable", "metal.cmo", cwd=home)

    assert 'enabled = ["meltshop-notes.example"]' in (home / "orewire.toml").read_text(encoding="utf-8")
    assert (never.returncode, one_line(never)) == (2, 'orewire: "metal.cmo" is not enabled')


def test_enabling_makes_the_file_where_there_is_none(run_here, tmp_path):
    done = run_here("sources", "enable", "metal.com", "--db", tmp_path / "news.db")

    assert done.returncode == 0
    assert (tmp_path / "orewire.toml").read_text(encoding="utf-8") == 'enabled = ["metal.com"]\n'
    assert "orewire.toml" in one_line(done)


def test_enabling_a_source_of_one_s_own_keeps_its_folder(run_here, home):
    (home / "orewire.toml").unlink()

    done = run_here("sources", "enable", "meltshop-notes.example", "--data", "mine", cwd=home)

    assert done.returncode == 0
    assert (home / "orewire.toml").read_text(
        encoding="utf-8"
    ) == 'data = "mine"\nenabled = ["meltshop-notes.example"]\n'
    assert "yes" in run_here("sources", "list", cwd=home).stdout


def test_a_contact_that_is_none_is_refused_in_the_environment_too(run_orewire, tmp_path):
    done = run_orewire("crawl", "metal.com", cwd=tmp_path, env={"OREWIRE_CONTACT": "me"})

    assert done.returncode == 2
    assert (
        one_line(done)
        == 'orewire: OREWIRE_CONTACT "me" is no mail address and no web page; write as in you@example.org'
    )


def test_a_data_folder_named_one_too_deep_is_told(run_here, home):
    done = run_here("sources", "list", "--data", "mine/sources", cwd=home)

    assert done.returncode == 2
    assert "holds none of sources/, boilerplate/, taxonomy/; name the folder above" in one_line(done)


def test_what_cannot_be_enabled_is_met_with_the_nearest(run_here, home):
    done = run_here("sources", "enable", "metal.cmo", cwd=home)

    assert (done.returncode, one_line(done)) == (2, 'orewire: no source "metal.cmo"; did you mean "metal.com"?')
    assert "enabled" not in (home / "orewire.toml").read_text(encoding="utf-8")


def test_a_crawl_without_names_takes_the_enabled_sources(run_orewire, run_here, home, recorded_demo):
    run_here("sources", "enable", "meltshop-notes.example", cwd=home)

    done = run_orewire("crawl", "--json", "--replay", recorded_demo / "demo.warc.gz", cwd=home)

    assert done.returncode == 0, done.stderr
    assert [(row["source"], row["new"]) for row in json.loads(done.stdout)] == [("meltshop-notes.example", 15)]


def test_an_enabled_source_that_is_gone_is_told_with_the_way_out(run_here, home):
    with (home / "orewire.toml").open("a", encoding="utf-8") as file:
        file.write('enabled = ["metal.cmo"]\n')

    line = one_line(run_here("crawl", cwd=home))

    assert 'no source "metal.cmo"; did you mean "metal.com"?' in line
    assert "orewire sources disable metal.cmo" in line
    assert "--data" in line
