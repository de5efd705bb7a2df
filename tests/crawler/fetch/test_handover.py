from __future__ import annotations

import pytest

from crawler.data import load_knowledge, tag_rows
from crawler.fetch.handover import Rehearsal, StoreHandover
from crawler.work import EndpointSeen, EntriesFound, FetchFailed, PageRead
from storage import Article, ArticleStore
from storage.blocks import block_key, counted_blocks
from storage.errors import StoreBusyError
from storage.frontier import FrontierItem, SqliteFrontier
from storage.lock import crawl_lock

SOURCE = "tin.example"


def items(*numbers, kind="article"):
    return [FrontierItem(key=f"{kind}:{n}", url=f"https://tin.example/{kind}/{n}", kind=kind) for n in numbers]


def found(*numbers, pages=(), lease_id=None):
    return EntriesFound(
        source=SOURCE, items=items(*numbers), next_pages=items(*pages, kind="listing"), lease_id=lease_id
    )


def story(lease):
    article = Article(url=lease.url, identifier=lease.key, source=SOURCE, headline="Tin")
    return PageRead(source=SOURCE, page=None, article=article, lease_id=lease.id)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


def opened(path, **options):
    made = StoreHandover(path, SOURCE, tags=tag_rows(load_knowledge(None)), **options)
    made.open()
    return made


@pytest.fixture
def handover(path):
    made = opened(path)
    yield made
    made.close("finished", {})


def states(path):
    with ArticleStore(path, readonly=True) as store:
        return dict(store.connection.rows("SELECT key, state FROM frontier ORDER BY id"))


def test_what_was_found_can_be_leased_at_once(handover):
    handover.submit(found(1, 2, 3))

    assert [lease.key for lease in handover.lease(2)] == ["article:1", "article:2"]
    assert [lease.key for lease in handover.lease(2)] == ["article:3"]
    assert handover.lease(2) == []


def test_the_generation_rises_with_what_may_bring_more_only(handover):
    before = handover.generation
    handover.submit(EndpointSeen(source=SOURCE, url="https://tin.example/", kind="feed", status=200, entries=0))
    assert handover.generation == before

    handover.submit(found(1))
    assert handover.generation > before


def test_a_released_lease_is_given_again_as_a_first_attempt(handover):
    handover.submit(found(1))
    (lease,) = handover.lease(1)

    handover.release([lease.id])

    (again,) = handover.lease(1)
    assert (again.key, again.attempts) == ("article:1", 1)


def test_the_limit_counts_stories_not_listings(path):
    limited = opened(path, stories=2)
    limited.submit(found(1, 2, 3, 4, pages=(2,)))

    given = [lease for _ in range(5) for lease in limited.lease(10)]

    assert sum(lease.kind == "article" for lease in given) == 2
    limited.close("finished", {})
    assert list(states(path).values()).count("queued") >= 2


def test_a_limit_never_gives_more_at_once_than_it_has_left(path):
    limited = opened(path, stories=3)
    limited.submit(found(*range(10)))

    assert [len(limited.lease(2)) for _ in range(4)] == [2, 1, 0, 0]
    limited.close("finished", {})


def test_a_limit_leaves_what_a_listing_led_to_for_another_time(path):
    limited = opened(path, stories=1)
    limited.submit(found(1, 2))
    (lease,) = limited.lease(10)
    limited.submit(story(lease))
    limited.close("finished", {})

    rest = opened(path)
    assert [lease.key for lease in rest.lease(10)] == ["article:2"]
    rest.close("finished", {})


def test_counts_tell_new_changed_and_unchanged_apart(handover):
    handover.submit(found(1, 2))
    for lease in handover.lease(2):
        handover.submit(story(lease))
    handover.submit(found(1, 3))
    handover.lease(0)
    handover.release([-1])  # a question: all before it is committed

    assert handover.counts() == {"found": 3, "known": 1, "new": 2}


def test_opening_takes_over_what_a_dead_crawl_had_leased(path):
    with ArticleStore(path) as store:
        frontier = SqliteFrontier(store)
        frontier.add(SOURCE, items(1, 2))
        frontier.lease(SOURCE, 1, seconds=10_000)

    next_crawl = opened(path)

    assert sorted(lease.key for lease in next_crawl.lease(10)) == ["article:1", "article:2"]
    next_crawl.close("finished", {})


@pytest.mark.parametrize(
    ("retry", "keys"), [pytest.param(True, ["article:1"], id="retry"), pytest.param(False, [], id="for-good")]
)
def test_the_next_crawl_tries_again_what_may_be_tried_again(path, retry, keys):
    first = opened(path)
    first.submit(found(1))
    (lease,) = first.lease(1)
    first.submit(FetchFailed(source=SOURCE, lease_id=lease.id, reason="http-503", retry=retry))
    assert first.lease(1) == []
    first.close("finished", {})

    second = opened(path)
    assert [lease.key for lease in second.lease(1)] == keys
    second.close("finished", {})


def test_closing_records_the_crawl_and_frees_the_store(path):
    crawl = opened(path)
    crawl.submit(found(1))
    crawl.close("finished", {"articles/fetched": 7})

    with crawl_lock(path), ArticleStore(path, readonly=True) as store:
        (record,) = store.last_crawls()
    assert (record.source, record.outcome) == (SOURCE, "finished")
    assert record.counts == {"articles/fetched": 7, "found": 1, "known": 0}


def test_opening_copies_the_taxonomy(path, handover):
    handover.lease(0)

    with ArticleStore(path, readonly=True) as store:
        assert store.connection.row("SELECT count(*) FROM tags") == (len(load_knowledge(None).tags),)


def test_a_store_that_another_crawl_holds_is_busy(path):
    with crawl_lock(path), pytest.raises(StoreBusyError):
        opened(path)


def test_two_sources_share_one_writer_and_keep_their_own_counts(path, handover):
    other = StoreHandover(path, "zinc.example", tags=())
    other.open()
    other.submit(EntriesFound(source="zinc.example", items=items(1)))
    handover.submit(found(1, 2))
    other.lease(0)
    handover.release([-1])

    assert (other.counts()["found"], handover.counts()["found"]) == (1, 2)
    other.close("finished", {})


class TestRehearsal:
    @pytest.fixture
    def rehearsal(self):
        made = Rehearsal(SOURCE, is_stored=lambda key, _url: key == "article:1")
        made.open()
        return made

    def test_says_what_would_be_fetched(self, rehearsal):
        rehearsal.submit(found(1, 2, 3))

        assert [item.key for item in rehearsal.found] == ["article:2", "article:3"]
        assert rehearsal.counts() == {"found": 2, "known": 1}

    def test_names_each_story_once(self, rehearsal):
        rehearsal.submit(found(2, 2))  # as a listing that has the story at two addresses
        rehearsal.submit(found(2, 3))

        assert [item.key for item in rehearsal.found] == ["article:2", "article:3"]

    def test_leads_to_older_pages_and_to_no_story(self, rehearsal):
        rehearsal.submit(found(2, 3, pages=(2,)))

        assert [lease.key for lease in rehearsal.lease(32)] == ["listing:2"]
        assert rehearsal.lease(32) == []

    def test_stops_at_known_ground(self, rehearsal):
        rehearsal.submit(found(1, pages=(2,)))

        assert rehearsal.lease(32) == []

    def test_finds_the_older_page_behind_any_number_of_stories(self, rehearsal):
        for page in range(2, 7):
            rehearsal.submit(found(*range(page * 100, page * 100 + 60), pages=(page,)))
            assert [lease.key for lease in rehearsal.lease(1)] == [f"listing:{page}"]


def test_a_crawl_learns_from_what_the_store_has_and_from_persons(path):
    blocks = counted_blocks([("p", "Tin fell."), ("p", "Scan to join our group")])
    with ArticleStore(path) as store:
        store.save(Article(url="https://tin.example/1", source=SOURCE, headline="Tin"), blocks=blocks)
        store.save(Article(url="https://zinc.example/1", source="zinc.example", headline="Zinc"), blocks=blocks)
        store.decide(SOURCE, block_key("Scan to join our group"), "deny", text="Scan to join our group")
        store.decide("zinc.example", block_key("Tin fell."), "deny", text="Tin fell.")
    handover = opened(path)

    learning = handover.learning()

    assert [article.identifier for article in learning.ledger.articles()] == ["https://tin.example/1"]
    assert learning.keys == {block_key("Scan to join our group")}
    assert handover.learning() is learning
    handover.close("finished", {})


def test_a_rehearsal_learns_nothing():
    assert Rehearsal(SOURCE, is_stored=lambda key, url: False).learning().keys == frozenset()  # noqa: ARG005  # of a protocol
