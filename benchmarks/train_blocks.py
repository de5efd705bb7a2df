"""Learns ``crawler/data/block_model.json`` from pages with gold bodies. Needs CatBoost: ``pip install -e '.[train]'``.

    python benchmarks/train_blocks.py FOLDER            # cross-validates by domain, and prints what it measured; ten minutes
    python benchmarks/train_blocks.py FOLDER --write    # then learns from all pages and writes the model

FOLDER is in the format of ``gold_pages.py``. A block's label is the share of its word 4-grams that are in the gold body; a
short one counts where the gold has it between the same neighbours. Blocks weigh by their words, pages by the inverse root of
their length. The second round learns from first-round scores of pages whose domain the first round had not seen.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any

from catboost import CatBoostClassifier, Pool
from gold_pages import Gold, gold_rows, page_bytes, score, shingles, summary, words
from rich.console import Console

from crawler.charset import decode
from crawler.data.cues import load_cues
from crawler.extract import surroundings
from crawler.extract.block_model import Trees
from crawler.extract.body import certainty, chosen
from crawler.extract.document import PageBlock, name_words, page_blocks, parse_html
from crawler.extract.features import Measures, Witness, measured
from crawler.extract.headlines import headlines
from crawler.extract.places import Container, container_of, weigh
from crawler.extract.raw import own_data, testimony
from crawler.sources import Select

MODEL = Path(__file__).parents[1] / "crawler" / "data" / "block_model.json"
FOLDS, INNER = 5, 3
ROUNDS = {"first": 120, "second": 200}
SETTINGS = {
    "loss_function": "CrossEntropy", "depth": 6, "learning_rate": 0.08, "l2_leaf_reg": 6, "border_count": 64,
    "rsm": 0.7, "bootstrap_type": "Bernoulli", "subsample": 0.8, "boosting_type": "Plain",
    "random_seed": 1, "thread_count": os.cpu_count(), "verbose": False, "allow_writing_files": False,
}  # fmt: skip
NAME_DOMAINS = 6  # a word in fewer sites' markup says nothing of the next site's
PRIOR, PRIOR_WEIGHT = 0.35, 4.0
SHORT = 0.6
THRESHOLD = 0.1
KINDS = {"aeb": 2.0, "fundus": 1.5}  # weights of small sets of hand-made gold beside large ones
SHORT_WORDS, NEAR = 6, 400
FOUND = 0.8  # share of a block's 4-grams from which on its place in the gold is looked for
CONSOLE = Console(soft_wrap=True, highlight=False)


@dataclass(slots=True)
class Page:
    """One page, measured, with labels."""

    row: Gold
    blocks: list[PageBlock]
    witness: Witness
    measures: Measures
    labels: list[float | None]
    """One a candidate; None: the gold does not say."""
    weights: list[float] = field(default_factory=list)


def main() -> None:
    """Cross-validate, and write the model where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help=f"learn from all pages and write {MODEL.name}")
    given = parser.parse_args()
    pages = [page for row in gold_rows(given.folder) if (page := labelled(row, page_bytes(given.folder, row)))]
    CONSOLE.print(
        f"{len(pages)} pages of {len({domain(p) for p in pages})} domains, {sum(len(p.labels) for p in pages)} blocks"
    )
    certain: list[tuple[float, float]] = []
    texts: dict[str, str] = {}
    for number in range(FOLDS):
        learnt = learn([page for page in pages if fold(page, FOLDS) != number])
        for page in pages:
            if fold(page, FOLDS) == number:
                final, scores = judged(page, learnt)
                kept = sorted(chosen(final.measures, scores, THRESHOLD))
                texts[page.row["id"]] = text = "\n\n".join(page.blocks[index].text for index in kept)
                if page.row.get("body"):
                    likely = certainty(scores, final.measures, kept)
                    certain.append((likely, score(page.row, text).f1))
    for name in sorted({page.row["dataset"] for page in pages}):
        found = summary(score(page.row, texts[page.row["id"]]) for page in pages if page.row["dataset"] == name)
        CONSOLE.print(
            f"{name:12} precision {found.precision:.3f}  recall {found.recall:.3f}  F1 {found.f1:.4f}  exact {found.exact:.3f}"
        )
    curve = calibrated(certain)
    CONSOLE.print("confidence:", ", ".join(f"{x:.3f} -> {y:.3f}" for x, y in curve))
    if given.write:
        learnt = learn(pages)
        model = {
            "name_weights": learnt.names, "threshold": THRESHOLD, "confidence": curve,
            "first": learnt.first, "second": learnt.second,
        }  # fmt: skip
        MODEL.write_text(
            json.dumps(model, separators=(",", ":"), ensure_ascii=False).replace("],[[[", "],\n[[[") + "\n",
            encoding="utf-8",
        )
        CONSOLE.print(f"{MODEL.name}: {MODEL.stat().st_size // 1024} kB")


# ---------------------------------------------------------------- pages and labels


def labelled(row: Gold, body: bytes) -> Page | None:
    """The page with a label for each candidate; None where it cannot be parsed."""
    root = parse_html(decode(body).text)
    if root is None:
        return None
    blocks, _ = page_blocks(root)
    data = own_data(root)
    witness = testimony(data, headlines(root, data, blocks, Select()))
    measures = measured(blocks, witness, load_cues(), {})
    return with_labels(Page(row, blocks, witness, measures, []))


def with_labels(page: Page) -> Page:
    """Labels and weights for the candidates as they are measured now."""
    label = by_body if page.row.get("body") else by_snippets
    every = label(page.blocks, page.row)
    page.labels = [every[index] for index in page.measures.candidates]
    length = max(100, len(page.row["body"].split())) if page.row.get("body") else 400
    scale = KINDS.get(page.row["dataset"], 1.0) * (300 / length) ** 0.5
    page.weights = [
        0.0 if known is None else scale * (SHORT + min(values[0], 120) / 30)
        for known, values in zip(page.labels, page.measures.rows, strict=True)
    ]
    return page


def by_body(blocks: Sequence[PageBlock], row: Gold) -> list[float | None]:
    """Share of each block's 4-grams in the gold; a short block must stand between the neighbours it has in the gold."""
    gold = words(row["body"])
    whole, grams = f" {' '.join(gold)} ", shingles(gold)
    parts = [words(block.text) for block in blocks]
    labels: list[float | None] = [None] * len(blocks)
    spans: list[tuple[int, int] | None] = [None] * len(blocks)
    for i, part in enumerate(parts):
        if len(part) >= SHORT_WORDS:
            own = [tuple(part[k : k + 4]) for k in range(len(part) - 3)]
            labels[i] = sum(gram in grams for gram in own) / len(own)
            start = whole.find(f" {' '.join(part[:5])} ") if labels[i] >= FOUND else -1
            spans[i] = (start, start + len(" ".join(part)) + 2) if start >= 0 else None
    for i, part in enumerate(parts):
        if len(part) < SHORT_WORDS:
            labels[i] = float(bool(part) and stands(f" {' '.join(part)} ", whole, spans, i))
    return labels


def stands(text: str, whole: str, spans: list[tuple[int, int] | None], index: int) -> bool:
    """Whether a short text is in the gold between, and not far from, the blocks that stand around it on the page."""
    before = next((span for span in reversed(spans[:index]) if span), None)
    behind = next((span for span in spans[index + 1 :] if span), None)
    start, stop = before[1] - 1 if before else 0, behind[0] + 1 if behind else len(whole)
    at = whole.find(text, start, stop) if start <= stop else -1
    near = (before and at - start < NEAR) or (behind and stop - at - len(text) < NEAR) or not (before or behind)
    if at < 0 or not near:
        return False
    spans[index] = (at, at + len(text) - 1)
    return True


def by_snippets(blocks: Sequence[PageBlock], row: Gold) -> list[float | None]:
    """Known for blocks that hold a snippet, unknown for all others."""
    wanted = [" ".join(text.split()) for text in row["with"]]
    unwanted = [" ".join(text.split()) for text in row.get("without", ())]
    return [
        1.0 if any(text in b.text for text in wanted) else 0.0 if any(text in b.text for text in unwanted) else None
        for b in blocks
    ]


# ---------------------------------------------------------------- learning


@dataclass(slots=True)
class Learnt:
    """Both rounds and the names' weights, as the model file has them."""

    names: dict[str, float]
    first: dict[str, Any]
    second: dict[str, Any]


def learn(pages: Sequence[Page]) -> Learnt:
    """Both rounds from these pages."""
    names = name_weights(pages)
    first = trees(pages, [named(page.measures, names) for page in pages], ROUNDS["first"])
    unseen: dict[int, tuple[Page, list[float]]] = {}
    for number in range(INNER):
        rest = [page for page in pages if fold(page, INNER, "inner") != number]
        partial_trees = Trees(trees(rest, [named(page.measures, names) for page in rest], ROUNDS["first"]))
        for index, page in enumerate(pages):
            if fold(page, INNER, "inner") == number:
                unseen[index] = looked(page, names, partial_trees)
    again = [unseen[index] for index in range(len(pages))]
    rows = [second_rows(page, scores, names) for page, scores in again]
    second = trees([page for page, _ in again], rows, ROUNDS["second"])
    return Learnt(names, first, second)


def judged(page: Page, learnt: Learnt) -> tuple[Page, list[float]]:
    """The page as the second look measures it, and the scores of its candidates."""
    final, scores = looked(page, learnt.names, Trees(learnt.first))
    second = Trees(learnt.second)
    return final, [second.score(row) for row in second_rows(final, scores, learnt.names)]


def looked(page: Page, names: Mapping[str, float], first: Trees) -> tuple[Page, list[float]]:
    """First-round scores; where they move the container, those of the page measured anew."""
    scores = [first.score(row) for row in named(page.measures, names)]
    container = moved(page, scores)
    if container is None:
        return page, scores
    measures = measured(page.blocks, page.witness, load_cues(), {}, container)
    page = with_labels(Page(page.row, page.blocks, page.witness, measures, []))
    return page, [first.score(row) for row in named(measures, names)]


def moved(page: Page, scores: Sequence[float]) -> Container | None:
    """The container by prose that is likely to be the story; None where it is the old one."""
    likely = [0.0] * len(page.blocks)
    for index, value in zip(page.measures.candidates, scores, strict=True):
        likely[index] = page.measures.prose[index] / (1 + math.exp(-value))
    found, old = container_of(page.blocks, likely), page.measures.container
    same = found.place is None or (old.place is not None and found.place.element is old.place.element)
    return None if same else found


def second_rows(page: Page, scores: Sequence[float], names: Mapping[str, float]) -> list[list[float]]:
    """The rows of the second round."""
    return surroundings.surroundings(scores, page.measures._replace(rows=named(page.measures, names)))


def named(measures: Measures, names: Mapping[str, float]) -> list[list[float]]:
    """The rows with these weights of names."""
    weighed = {id(path.names): list(weigh(path.names, names)) for path in measures.paths}
    return [[*row[:-5], *weighed[id(path.names)]] for row, path in zip(measures.rows, measures.paths, strict=True)]


def name_weights(pages: Iterable[Page]) -> dict[str, float]:
    """Log-odds by word; a domain has one vote, whatever the number of its blocks."""
    votes: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        seen: dict[str, list[float]] = defaultdict(list)
        for path, label in zip(page.measures.paths, page.labels, strict=True):
            for name in path.names if label is not None else ():
                for word in name_words(name):
                    seen[word].append(float(label or 0.0))
        for word, labels in seen.items():
            votes[word][domain(page)].append(fmean(labels))
    average = math.log(PRIOR / (1 - PRIOR))
    weights = {}
    for word, domains in sorted(votes.items()):
        if len(domains) >= NAME_DOMAINS:
            share = (sum(map(fmean, domains.values())) + PRIOR * PRIOR_WEIGHT) / (len(domains) + PRIOR_WEIGHT)
            weights[word] = round(math.log(share / (1 - share)) - average, 2)
    return weights


def trees(pages: Sequence[Page], rows: Sequence[list[list[float]]], count: int) -> dict[str, Any]:
    """One round, as the model file has it."""
    data, labels, weights = [], [], []
    for page, given in zip(pages, rows, strict=True):
        for values, label, weight in zip(given, page.labels, page.weights, strict=True):
            if label is not None:
                data.append([float(value) for value in values])
                labels.append(label)
                weights.append(weight)
    model = CatBoostClassifier(iterations=count, **SETTINGS)
    model.fit(Pool(data, labels, weight=weights))
    with TemporaryDirectory() as folder:
        model.save_model(f"{folder}/model.json", format="json")
        saved = json.loads(Path(folder, "model.json").read_text(encoding="utf-8"))
    scale, bias = saved["scale_and_bias"]
    return {
        "bias": round(bias[0], 4),
        "trees": [
            [
                [[split["float_feature_index"], round(split["border"], 5)] for split in tree["splits"]],
                [round(value * scale, 4) for value in tree["leaf_values"]],
            ]
            for tree in saved["oblivious_trees"]
        ],
    }


def calibrated(certain: Sequence[tuple[float, float]], points: int = 12) -> list[tuple[float, float]]:
    """A rising curve from certainty to the mean F1 of pages so certain: bins of equal size, neighbours that fall pooled."""
    ordered = sorted(certain)
    size = math.ceil(len(ordered) / points)
    bins = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    curve: list[list[tuple[float, float]]] = []
    for found in bins:
        curve.append(found)
        while len(curve) > 1 and mean_of(curve[-1], 1) <= mean_of(curve[-2], 1):
            curve[-2:] = [curve[-2] + curve[-1]]
    return [(round(mean_of(found, 0), 4), round(mean_of(found, 1), 4)) for found in curve]


def mean_of(pairs: Sequence[tuple[float, float]], place: int) -> float:
    """Mean of one side of the pairs."""
    return fmean(pair[place] for pair in pairs)


def domain(page: Page) -> str:
    """The site a page is of: pages of one are never on both sides of a fold."""
    return str(page.row["domain"])


def fold(page: Page, count: int, salt: str = "") -> int:
    """Number of the fold that a page's domain is in."""
    return zlib.crc32(f"{domain(page)}{salt}".encode()) % count


if __name__ == "__main__":
    main()
