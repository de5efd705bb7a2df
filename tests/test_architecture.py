"""The rules of the tree that no single module can keep by itself: who may import whom, names, a docstring a field."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ROWS = (
    "crawler.cli",
    (
        "crawler.spiders crawler.pipelines crawler.fetch crawler.workers crawler.work crawler.writer crawler.reextract"
        " crawler.settings crawler.sample_site"
    ),
    (
        "crawler.parse crawler.story crawler.story_dates crawler.story_signals crawler.learning crawler.propose crawler.opml"
        " crawler.entry_story crawler.polling crawler.freshness crawler.visits crawler.backfilling crawler.verdict"
    ),
    "crawler.discover crawler.extract crawler.clean crawler.normalize",
    (
        "crawler.sources crawler.source_types crawler.config crawler.model crawler.entry_rows crawler.errors crawler.data"
        " crawler.charset crawler.rights"
    ),
    "storage",
)
"""The tree from top to bottom: a module may import what stands in its own row or in one below."""

SHELL = ("crawler.cli", *ROWS[1].split())
STRANGERS = tuple(ROWS[3].split())
"""The pure steps of an article's way: `crawler.parse` composes them, none of them knows another."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("crawler", "storage")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def within(name: str, packages: tuple[str, ...]) -> str | None:
    return next((package for package in packages if name == package or name.startswith(f"{package}.")), None)


def row_of(name: str) -> int | None:
    return next((number for number, row in enumerate(ROWS) if within(name, tuple(row.split()))), None)


def imports_of(module: str) -> set[str]:
    """Every module that *module* names in an import anywhere, also one inside a function or for types only."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*parts, *([node.module] if node.module else [])])
            found |= {f"{origin}.{a.name}" if f"{origin}.{a.name}" in MODULES else origin for a in node.names}
    return found


def offences(packages: set[str], allowed: tuple[str, ...]) -> list[str]:
    return [
        f"{module} imports {name}"
        for module in MODULES
        for name in sorted(imports_of(module))
        if name.partition(".")[0] in packages and not within(module, allowed)
    ]


def test_the_reading_of_imports_sees_them():
    assert {"storage", "datetime"} <= imports_of("crawler.model")
    assert "crawler.spiders.news" in imports_of("crawler.fetch.scheduler")  # inside a function


def test_every_module_has_its_row():
    lost = [module for module in MODULES if row_of(module) is None and module != "crawler"]

    assert lost == []


def test_imports_only_point_down():
    upward = [
        f"{module} imports {name}"
        for module in MODULES
        if (row := row_of(module)) is not None
        for name in sorted(imports_of(module))
        if (other := row_of(name)) is not None and other < row
    ]

    assert upward == []


def test_the_pure_steps_are_strangers_to_each_other():
    acquainted = [
        f"{module} imports {name}"
        for module in MODULES
        if (step := within(module, STRANGERS))
        for name in sorted(imports_of(module))
        if within(name, STRANGERS) not in (None, step)
    ]

    assert acquainted == []


def test_the_store_knows_nothing_of_the_crawler():
    assert offences({"crawler"}, ("crawler",)) == []


def test_scrapy_and_twisted_stay_in_the_shell():
    assert offences({"scrapy", "twisted", "itemadapter"}, SHELL) == []


def test_sqlite_stays_in_the_store():
    assert offences({"sqlite3", "sqlite_utils", "apsw"}, ("storage",)) == []


def test_the_pure_steps_do_no_input_or_output():
    doors = {"socket", "http", "urllib.request", "subprocess", "asyncio", "threading", "logging", "os", "sqlite3"}
    open_doors = [
        f"{module} imports {name}"
        for module in MODULES
        if within(module, (*STRANGERS, "crawler.parse"))
        for name in sorted(imports_of(module))
        if within(name, tuple(doors))
    ]

    assert open_doors == []


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        pytest.param("storage", ("scrapy", "twisted", "crawler", "lxml", "rich"), id="storage"),
        pytest.param("crawler.parse", ("scrapy", "twisted", "rich"), id="parse"),
        pytest.param("crawler.cli", ("scrapy", "twisted", "pydantic", "lxml", "storage", "rich"), id="cli"),
    ],
)
def test_importing_loads_only_what_it_needs(run_python, module, absent):
    done = run_python(f"import sys, {module}; print(*sorted(sys.modules))")

    assert done.returncode == 0, done.stderr
    assert [name for name in done.stdout.split() if within(name, absent)] == []


def test_no_module_is_named_after_nothing():
    empty = {"utils", "util", "helpers", "helper", "common", "base", "misc", "tools"}
    places = [path for package in ("crawler", "storage", "tests") for path in (ROOT / package).rglob("*")]

    assert [str(path.relative_to(ROOT)) for path in places if path.stem in empty] == []


@pytest.mark.parametrize(
    "file", ["crawler/model.py", "crawler/sources.py", "storage/article.py", "storage/stored.py", "storage/crawls.py"]
)
def test_every_field_of_a_value_says_what_it_is(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    silent = [
        f"{cls.name}.{field}"
        for cls in ast.walk(tree)
        if isinstance(cls, ast.ClassDef) and any("dataclass" in ast.unparse(mark) for mark in cls.decorator_list)
        for field, said in fields_of(cls).items()
        if not said
    ]

    assert silent == []


def fields_of(cls: ast.ClassDef) -> dict[str, bool]:
    """Name of each field -> whether a docstring stands under it."""
    pairs = zip(cls.body, [*cls.body[1:], None], strict=True)
    return {
        ast.unparse(node.target): isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        for node, below in pairs
        if isinstance(node, ast.AnnAssign)
    }


def test_every_module_says_what_it_is_for():
    silent = [module for module, path in MODULES.items() if not ast.get_docstring(ast.parse(path.read_bytes()))]

    assert silent == []


UNSEEN = {"brotli", "uvloop", "tzdata"}
"""Dependencies that no line of ours imports: Scrapy, the event loop and `zoneinfo` find them by themselves."""

BROUGHT_ALONG = {"twisted": "scrapy", "pydantic-core": "pydantic"}
"""Parts of a dependency that are packages of their own."""


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {plain(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    tops = {name.partition(".")[0] for module in MODULES for name in imports_of(module)}
    foreign = tops - sys.stdlib_module_names - {"crawler", "storage", "backports", "compression"}
    owners = {plain(owner) for top in foreign for owner in packages_distributions()[top]}

    used = {BROUGHT_ALONG.get(owner, owner) for owner in owners if not owner.endswith("-stubs")}

    assert used | UNSEEN | {"backports.zstd"} == declared


def plain(name: str) -> str:
    return name.lower().replace("_", "-")
