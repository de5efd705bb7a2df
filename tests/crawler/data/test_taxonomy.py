"""The taxonomy: strict to load, and no wording stands for two things."""

import re
import time
from collections import defaultdict
from importlib.resources import files

import pytest

from crawler.data import load_knowledge
from crawler.data.inflection import inflected
from crawler.data.taxonomy import load_tags
from crawler.errors import DataFileError

TAGS = load_knowledge().tags
BY_ID = {tag.id: tag for tag in TAGS}
PATHS = sorted(
    (path for path in (files("crawler.data") / "taxonomy").iterdir() if path.name.endswith(".toml")),
    key=lambda path: path.name,
)
EACH_TAG = [pytest.param(tag, id=tag.id) for tag in TAGS]
GROUPS = {"genre": "genre", "topic": "topic", "metal": "thing", "place": "thing", "company": "thing"}
VALID = 'facet = "metal"\n\n[tag.tin]\nlabel = "Tin"\nalt_labels.zh = ["锡"]\n'
WORD = re.compile(r"\w+")


def load(content, folder):
    path = folder / "mine.toml"
    path.write_text(content, encoding="utf-8")
    return load_tags(path)


def problem(content, folder):
    with pytest.raises(DataFileError) as caught:
        load(content, folder)
    return str(caught.value)


def overlay(folder, **contents):
    (folder / "taxonomy").mkdir()
    for name, content in contents.items():
        (folder / "taxonomy" / f"{name}.toml").write_text(content, encoding="utf-8")
    return folder


def squeezed(wording):
    """One form for all spellings of a wording; acronyms keep their case: US is a country, us is not."""
    is_acronym = wording.isascii() and wording.isupper() and len(wording) <= 4
    return " ".join(WORD.findall(wording if is_acronym else wording.casefold()))


def shared(wordings):
    """Wordings that stand for several tags of one group, with those tags."""
    owners = defaultdict(set)
    for tag in TAGS:
        for wording in wordings(tag):
            owners[GROUPS[tag.facet], squeezed(wording)].add(tag.id)
    return {wording: sorted(ids) for wording, ids in owners.items() if len(ids) > 1}


def test_reads_a_tag_with_all_its_wordings(tmp_path):
    content = (
        VALID + 'symbol = "Sn"\nbroader = "base-metals"\nkeywords = ["solder"]\nnot_in = ["tinned"]\nneeds = ["ore"]\n'
    )

    (tag,) = load(content, tmp_path)

    assert (tag.id, tag.facet, tag.concept.broader) == ("tin", "metal", "base-metals")
    assert tag.labels() == ["Tin", "锡"]
    assert tag.keywords() == ["Tin", "锡", "solder", "Sn", "tin"]
    assert (tag.concept.not_in, tag.concept.needs) == (("tinned",), ("ore",))


def test_keeps_the_order_of_the_file(tmp_path):
    tags = load(VALID + '[tag.antimony]\nlabel = "Antimony"\n', tmp_path)

    assert [tag.id for tag in tags] == ["tin", "antimony"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("label =", "labl =", 'unknown key "labl" in [tag.tin]; did you mean "label"?', id="misspelt-key"),
        pytest.param("alt_labels.zh", "alt_label.zh", 'did you mean "alt_labels"?', id="misspelt-table"),
        pytest.param('label = "Tin"\n', "", 'key "label" in [tag.tin] is missing', id="missing-label"),
        pytest.param('facet = "metal"\n', "", 'key "facet" is missing', id="missing-facet"),
        pytest.param('"metal"', '"metals"', "key \"facet\": Input should be 'metal', 'topic'", id="unknown-facet"),
        pytest.param('"Tin"', "5", 'key "label" in [tag.tin] must be a text in quotes', id="number-for-text"),
        pytest.param('["锡"]', '"锡"', 'key "zh" in [tag.tin.alt_labels] must be a list in [ ]', id="text-for-list"),
        pytest.param(".zh", "", 'key "alt_labels" in [tag.tin] must be a table', id="labels-without-language"),
        pytest.param("[tag.tin]", "[[tag]]", 'key "tag" must be a table', id="list-of-tags"),
        pytest.param('"Tin"', "Tin", "is not valid TOML", id="invalid-toml"),
    ],
)
def test_refuses_a_faulty_file_in_one_line_that_names_it(old, new, message, tmp_path):
    assert old in VALID

    said = problem(VALID.replace(old, new), tmp_path)

    assert said.startswith("mine.toml: ")
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "value", [pytest.param("5", id="number"), pytest.param("true", id="truth"), pytest.param('"tin"', id="text")]
)
def test_refuses_a_value_where_the_tables_of_tags_should_stand(value, tmp_path):
    assert problem(f'facet = "metal"\ntag = {value}\n', tmp_path) == 'mine.toml: key "tag" must be a table'


def test_refuses_a_broader_tag_that_no_file_defines(tmp_path):
    added = overlay(tmp_path, mine=VALID.replace("tag.tin", "tag.gejiu-tin") + 'broader = "tim"\n')

    with pytest.raises(DataFileError, match=r'^mine\.toml: .*"tim"'):
        load_knowledge(added)


def test_refuses_an_added_tag_with_the_id_of_another_file(tmp_path):
    with pytest.raises(DataFileError, match='"tin"'):
        load_knowledge(overlay(tmp_path, mine=VALID))


def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_one_and_others_are_added(tmp_path):
    companies = 'facet = "company"\n[tag.orebank]\nlabel = "Orebank"\n'
    added = 'facet = "topic"\n[tag.tin-snips]\nlabel = "Tin snips"\n'

    known = load_knowledge(overlay(tmp_path, companies=companies, mine=added))

    assert [tag.id for tag in known.tags if tag.facet == "company"] == ["orebank"]
    assert "tin-snips" in [tag.id for tag in known.tags]
    assert [t.id for t in known.tags if t.facet == "metal"] == [t.id for t in TAGS if t.facet == "metal"]
    assert known.digest != load_knowledge().digest


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PATHS])
def test_every_shipped_file_loads(path):
    assert load_tags(path)


def test_ids_are_unique_over_all_files():
    ids = [tag.id for path in PATHS for tag in load_tags(path)]

    assert len(ids) == len(set(ids)) == len(TAGS)


@pytest.mark.parametrize("tag", EACH_TAG)
def test_an_id_is_lower_case_english_with_hyphens(tag):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag.id)


def test_no_label_stands_for_two_tags_of_one_group():
    assert shared(lambda tag: tag.labels()) == {}


def test_no_printed_keyword_stands_for_two_tags_of_one_group():
    assert shared(lambda tag: tag.keywords()) == {}


@pytest.mark.parametrize("tag", [pytest.param(tag, id=tag.id) for tag in TAGS if tag.concept.broader])
def test_a_broader_tag_exists_in_the_same_facet_and_ends_at_a_top(tag):
    above = [tag.id]
    while broader := BY_ID[above[-1]].concept.broader:
        assert broader in BY_ID
        assert BY_ID[broader].facet == tag.facet
        assert broader not in above
        above.append(broader)


@pytest.mark.parametrize("tag", EACH_TAG)
def test_wordings_are_written_once_and_hold_a_letter(tag):
    everyday = [text for text, _ in tag.headline_wordings()]
    written = [*tag.labels(), *everyday, *tag.concept.keywords, *tag.concept.not_in, *tag.concept.needs]

    assert all(text == " ".join(text.split()) and WORD.search(text) for text in written)
    assert all(len(set(texts)) == len(texts) for texts in tag.concept.alt_labels.values())


@pytest.mark.parametrize("tag", [pytest.param(tag, id=tag.id) for tag in TAGS if tag.concept.not_in])
def test_a_longer_wording_that_means_something_else_holds_a_label(tag):
    labels = [*tag.wordings(), *tag.headline_wordings(), *((word, "en") for word in tag.concept.keywords)]
    forms = {form for label, language in labels for form in inflected(squeezed(label).casefold(), language)}
    forms |= {form.removesuffix("s") for form in forms if form.isascii()}

    strangers = [text for text in tag.concept.not_in if not any(form in squeezed(text).casefold() for form in forms)]

    assert strangers == []


@pytest.mark.parametrize(
    ("tag", "label"),
    [
        pytest.param(tag, label, id=f"{tag.id}-{label}")
        for tag in TAGS
        for label in tag.labels()
        if re.fullmatch(r"[\u3400-\u9fff]", label)
    ],
)
def test_a_chinese_name_of_one_character_lists_the_words_it_is_not_in(tag, label):
    assert any(label in text for text in tag.concept.not_in)


@pytest.mark.parametrize("tag", [tag for tag in EACH_TAG if tag.values[0].facet in ("metal", "topic")])
def test_metals_and_topics_have_a_name_in_every_language(tag):
    assert {"zh", "es", "pt", "ru", "de", "tr"} <= set(tag.concept.alt_labels)


@pytest.mark.parametrize("tag", [tag for tag in EACH_TAG if tag.values[0].facet == "topic"])
def test_a_topic_says_what_it_is_and_what_not(tag):
    assert re.search(r"\. Not .+\.$", tag.concept.scope_note or "")


@pytest.mark.parametrize("tag", [tag for tag in EACH_TAG if tag.values[0].facet == "place"])
def test_places_have_a_name_where_other_letters_are_written(tag):
    assert {"zh", "ru"} <= set(tag.concept.alt_labels)


def test_the_names_of_a_tag_are_its_label_what_is_the_same_and_the_first_of_each_language():
    assert BY_ID["aluminium"].names()[:4] == [("Aluminium", "en"), ("aluminum", "en"), ("铝", "zh"), ("aluminio", "es")]


def test_a_file_s_compounds_and_designators_are_known_to_each_of_its_tags(tmp_path):
    (tag,) = load('designators = ["Ltd"]\ncompounds.de = ["preis"]\n' + VALID, tmp_path)

    assert (tag.designators, tag.compounds) == (("Ltd",), {"de": ("preis",)})


def test_refuses_figures_that_are_no_regular_expression(tmp_path):
    said = problem(VALID + 'figures = "(["\n', tmp_path)

    assert said.startswith('mine.toml: key "figures" in [tag.tin]')
    assert "\n" not in said


@pytest.mark.parametrize("text", ["$1", "$ ", "1", "$1.", "1/", "元", "$1,1–", "per "])
def test_no_headline_makes_the_figures_slow(text):
    figures = BY_ID["prices"].concept.figures
    begin = time.process_time()

    figures.search((text * 1000)[:1000])

    assert time.process_time() - begin < 0.02


@pytest.mark.parametrize(
    "text", ["buy a ", "buy ", "raises to ", "compra la ", "купит ", "kauft ", "sees a ", "a", "mine ", "获"]
)
def test_no_headline_makes_the_phrasings_slow(text):
    phrasings = [regex for tag in TAGS for regex in tag.concept.phrasings.values()]
    begin = time.process_time()

    assert not any(regex.search((text * 1000)[:1000]) for regex in phrasings)

    assert time.process_time() - begin < 0.2
