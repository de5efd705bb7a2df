from crawler.extract.document import parse_html
from crawler.extract.elements import elements_of

PAGE = """<html><head><title>Tin</title><meta name="author" content="Ann"><link rel="stylesheet" href="/x.css">
<link rel="Canonical" href="/a"><script>1</script></head><body><h1>Tin rises</h1><a href="/b">b</a>
<abbr title="2026-01-02">Jan 2</abbr><p><a href="/c">c</a> <time>3 Jan</time></p></body></html>"""


def test_finds_elements_in_page_order():
    found = elements_of(parse_html(PAGE))

    assert [node.tag for node in found.titles] == ["title", "h1"]
    assert [node.get("href") for node in found.links] == ["/b", "/c"]
    assert [node.tag for node in found.times] == ["abbr", "time"]
    assert [node.get("href") for node in found.canonical] == ["/a"]
    assert (len(found.metas), len(found.scripts)) == (1, 1)
