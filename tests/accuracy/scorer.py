#!/usr/bin/env python3
"""How well the figures of hand-read articles are found: README.md here says how the corpus is written.

A gold row and a found row are paired when the characters they were read from overlap, one to one, best agreement first.
Detected: the pair agrees in value and unit. Strict: it agrees in all of `STRICT`. A found row without a partner counts
against precision, a gold row without one against recall; rows marked `?` count for neither.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from tradestats.extract import extract_article
from tradestats.model import Article, Observation
from tradestats.query import parse_published

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
README = HERE.parents[1] / "README.md"
SLACK = Decimal("0.005")

STRICT = ("reporter", "flow", "partner", "product", "period", "statistic", "measure", "value", "unit", "basis")
ALSO = ("bound", "obs_status")
_CELLS = ("flow", "partner", "product", "period", "statistic", "measure", "value", "unit", "basis", "bound", "obs_status", "reporter")
_WITH_BASIS = frozenset(("growth", "change", "share_change", "contribution"))
_CODES = {
    "flow": frozenset(("export", "import", "balance", "trade", "re-export", "domestic-export")),
    "statistic": frozenset(("value", "volume", "price", "daily_average")),
    "measure": frozenset(("level", "growth", "change", "share", "share_change", "contribution", "rank")),
    "bound": frozenset("=~<>"),
    "obs_status": frozenset("AEPF"),
}
_REPORTER = re.compile(r"\breporter=(\S+)")
_OR = re.compile(r"\s+or\s+")
_TOLERANCE = Decimal("1e-9")
_VALUE_WEIGHT = 10  # in pairing, a right value outweighs all else: "up 5 percent to $6 bn" must not be crossed over


class GoldError(ValueError):
    """A gold file that does not say what it should."""


# ------------------------------------------------------------------ the corpus


@dataclass(frozen=True)
class Gold:
    """One row made by hand: for each field the readings that are right."""

    quote: str
    start: int
    end: int
    line: int
    neutral: bool
    right: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        return f"{self.quote!r} " + " ".join("/".join(self.right[name]) or "-" for name in STRICT)


@dataclass(frozen=True)
class Sample:
    """An article of the corpus with its rows."""

    folder: str
    article: Article
    gold: tuple[Gold, ...]

    @property
    def name(self) -> str:
        return f"{self.folder}/{self.article.id}"


def _readings(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _OR.split(cell.strip()))


def read_gold(path: Path, text: str) -> tuple[Gold, ...]:
    """The rows of a gold file, each placed in `text`. GoldError names the line that is wrong."""
    rows: list[Gold] = []
    reporter = ""
    last = following = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if line.startswith("#"):
            stated = _REPORTER.search(line)
            reporter = stated[1] if stated else reporter
            continue
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) not in (len(_CELLS), len(_CELLS) + 1):
            raise GoldError(f"{where}: {len(cells)} cells")
        quote = cells[0].lstrip("?^ ")
        marks = cells[0][: len(cells[0]) - len(quote)]
        start = text.find(quote, last if "^" in marks else following)
        if start < 0:
            raise GoldError(f"{where}: {quote!r} does not stand in the text after character {following}")
        last, following = start, start + len(quote)
        given = cells[1:] if len(cells) > len(_CELLS) and cells[-1] else [*cells[1 : len(_CELLS)], reporter]
        right = dict(zip(_CELLS, map(_readings, given), strict=True))
        _check(where, right)
        rows.append(Gold(quote, start, following, number, "?" in marks, right))
    return tuple(rows)


def _check(where: str, right: Mapping[str, tuple[str, ...]]) -> None:
    for name, codes in _CODES.items():
        for reading in right[name]:
            if reading not in codes:
                raise GoldError(f"{where}: {name} {reading!r}")
    for reading in right["value"]:
        try:
            Decimal(reading.replace(",", ""))
        except InvalidOperation:
            raise GoldError(f"{where}: value {reading!r}") from None


def read_corpus(folder: Path) -> list[Sample]:
    """The articles of `folder` that have gold rows, in the order of its index."""
    samples = []
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        meta = json.loads(line)
        gold = folder / f"{meta['id']}.gold"
        if not gold.exists():
            continue
        text = (folder / f"{meta['id']}.txt").read_bytes().decode("utf-8")
        published = parse_published(meta["published"]) if meta.get("published") else None
        article = Article(text, id=meta["id"], title=meta.get("title") or "", section=meta.get("section") or "", published=published)
        samples.append(Sample(folder.name, article, read_gold(gold, text)))
    return samples


def digest(folder: Path) -> str:
    """A fingerprint of all that a folder's scores depend on: its index, texts and gold rows."""
    total = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".jsonl", ".txt", ".gold"):
            total.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def folders() -> list[Path]:
    """The folders of this corpus."""
    return sorted(path.parent for path in HERE.glob("*/index.jsonl"))


@cache
def _genres() -> dict[str, str]:
    with (HERE / "genres.tsv").open(encoding="utf-8", newline="") as table:
        return {key: row["genre"] for row in csv.DictReader(table, delimiter="\t") for key in row["articles"].split()}


def genre(sample: Sample) -> str:
    """The kind of an article; `negative` also for articles elsewhere without any gold row, else `unsorted`."""
    number = sample.article.id.split("_")[0]
    for key in (number, f"{sample.folder}/{number}"):
        if key in _genres():
            return _genres()[key]
    return "unsorted" if sample.gold else "negative"


# ------------------------------------------------------------------ agreement

_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the a an of and or for other products product items goods exports export imports import shipments sector industry korean total",
    )
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("s", ""))


def _stem(word: str) -> str:
    for plural, singular in _ENDINGS:
        if word.endswith(plural) and len(word) > len(plural) + 2 and not word.endswith("ss"):
            return word.removesuffix(plural) + singular
    return word


def _words(name: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in re.findall(r"[a-z0-9]+", name.lower()) if word not in _EMPTY_WORDS)


def _same_product(slug: str, words: str, right: str) -> bool:
    """Whether a product is the one meant: at least half of the words that say anything are the same."""
    wanted = _words(right)
    if right == "total" or slug == "total":
        return slug == right or (slug == "total" and not wanted)
    for name in (words, re.sub(r"[-_]", " ", slug)):
        found = _words(name)
        if found == wanted or (found & wanted and 2 * len(found & wanted) >= len(found | wanted)):
            return True
    return False


def _same_value(found: Decimal, right: str) -> bool:
    wanted = Decimal(right.replace(",", ""))
    return abs(found - wanted) <= _TOLERANCE * max(Decimal(1), abs(found), abs(wanted))


def agrees(name: str, row: Observation, gold: Gold) -> bool:
    """Whether one field of a found row is one of the right readings."""
    right = gold.right[name]
    if name == "value":
        return any(_same_value(row.value, reading) for reading in right)
    if name == "product":
        return any(_same_product(row.product or "total", row.product_text, reading) for reading in right)
    if name == "basis" and not _WITH_BASIS & set(gold.right["measure"]):
        return True
    return str(getattr(row, name)) in right


def pair(gold: Sequence[Gold], rows: Sequence[Observation], offset: int = 0) -> tuple[list[tuple[Gold, int | None]], list[int]]:
    """Each gold row with the index of its found row or None, and the indices of found rows without partner."""
    candidates = []
    for g, wanted in enumerate(gold):
        for r, row in enumerate(rows):
            if row.start - offset < wanted.end and wanted.start < row.end - offset:
                hits = sum(agrees(name, row, wanted) for name in STRICT) + _VALUE_WEIGHT * agrees("value", row, wanted)
                candidates.append((-hits, g, row.start, r))
    taken: dict[int, int] = {}
    used: set[int] = set()
    for _, g, _, r in sorted(candidates):
        if g not in taken and r not in used:
            taken[g] = r
            used.add(r)
    return [(wanted, taken.get(g)) for g, wanted in enumerate(gold)], [r for r in range(len(rows)) if r not in used]


# ------------------------------------------------------------------ counting


@dataclass
class Score:
    """Counts over some articles."""

    articles: int = 0
    gold: int = 0
    found: int = 0
    paired: int = 0
    detected: int = 0
    strict: int = 0
    untrue: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def add(self, other: Score) -> None:
        for name in ("articles", "gold", "found", "paired", "detected", "strict", "untrue"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.fields.update(other.fields)

    def precision(self, hits: int) -> Decimal:
        return _ratio(hits, self.found)

    def recall(self, hits: int) -> Decimal:
        return _ratio(hits, self.gold)

    def f1(self, hits: int) -> Decimal:
        return _ratio(2 * hits, self.gold + self.found)

    def as_dict(self) -> dict[str, Any]:
        def three(hits: int) -> dict[str, float]:
            return {"precision": float(self.precision(hits)), "recall": float(self.recall(hits)), "f1": float(self.f1(hits))}

        return {
            "articles": self.articles,
            "gold": self.gold,
            "found": self.found,
            "paired": self.paired,
            "detected": three(self.detected),
            "strict": three(self.strict),
            "fields": {name: float(_ratio(self.fields[name], self.paired)) for name in (*STRICT, *ALSO)},
            "untrue_spans": self.untrue,
        }


def _ratio(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.000001")) if whole else Decimal(0)


@dataclass(frozen=True)
class Finding:
    """What came of one gold row or one found row: `verdict` is right, wrong, missed, invented or neutral."""

    verdict: str
    gold: Gold | None
    row: Observation | None
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """One article, its findings in the order of the text, and its counts."""

    sample: Sample
    findings: tuple[Finding, ...]
    score: Score


def judge(sample: Sample) -> Judged:
    """Extract one article and compare."""
    article = sample.article
    rows = extract_article(article).observations
    pairs, extra = pair(sample.gold, rows, article.offset)
    score = Score(articles=1)
    score.untrue = sum(article.text[r.start - article.offset : r.end - article.offset] != r.text for r in rows)
    findings = []
    for gold, index in pairs:
        row = None if index is None else rows[index]
        wrong = () if row is None else tuple(name for name in STRICT if not agrees(name, row, gold))
        if gold.neutral:
            findings.append(Finding("neutral", gold, row, wrong))
            continue
        score.gold += 1
        if row is None:
            findings.append(Finding("missed", gold, None))
            continue
        score.found += 1
        score.paired += 1
        score.detected += agrees("value", row, gold) and agrees("unit", row, gold)
        score.strict += not wrong
        score.fields.update(name for name in (*STRICT, *ALSO) if agrees(name, row, gold))
        findings.append(Finding("wrong" if wrong else "right", gold, row, wrong))
    score.found += len(extra)
    findings += [Finding("invented", None, rows[index]) for index in extra]
    return Judged(sample, tuple(sorted(findings, key=_place)), score)


def _place(finding: Finding) -> tuple[int, int]:
    if finding.gold is not None:
        return finding.gold.start, 0
    assert finding.row is not None
    return finding.row.start, 1


def judge_folder(folder: Path) -> list[Judged]:
    return [judge(sample) for sample in read_corpus(folder)]


def total(judged: Iterable[Judged]) -> Score:
    score = Score()
    for one in judged:
        score.add(one.score)
    return score


def by_genre(judged: Iterable[Judged]) -> dict[str, Score]:
    """Scores by kind of article, negatives last."""
    groups: dict[str, Score] = {}
    for one in judged:
        groups.setdefault(genre(one.sample), Score()).add(one.score)
    return dict(sorted(groups.items(), key=lambda item: (item[0] == "negative", item[0])))


# ------------------------------------------------------------------ reports


def _line(name: str, s: Score) -> str:
    def three(hits: int) -> str:
        return f"P {s.precision(hits):.3f} R {s.recall(hits):.3f} F1 {s.f1(hits):.3f}"

    counts = f"{name:<10} {s.articles:>4} articles {s.gold:>5} gold {s.found:>5} rows"
    return f"{counts} | detected {three(s.detected)} | strict {three(s.strict)} | untrue spans {s.untrue}"


def _fields(s: Score) -> str:
    return "  ".join(f"{name} {_ratio(s.fields[name], s.paired):.3f}" for name in (*STRICT, *ALSO))


def report(groups: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """The scores of folders, of their fields, and of kinds of articles."""
    everything = [one for judged in groups.values() for one in judged]
    for name, judged in groups.items():
        yield _line(name, total(judged))
        yield f"   of the paired rows agree: {_fields(total(judged))}"
    if len(groups) > 1:
        yield _line("all", total(everything))
    yield ""
    for name, score in by_genre(everything).items():
        yield _line(name, score)


def markdown(groups: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """The scores as the table that README.md holds."""
    yield "| articles | number | rows | detected F1 | strict precision | strict recall | strict F1 |"
    yield "|---|---|---|---|---|---|---|"
    everything = [one for judged in groups.values() for one in judged]
    folders = {f"folder `{name}`": total(judged) for name, judged in groups.items()}
    kinds = {name if name == "negative" else f"kind: {name}": score for name, score in by_genre(everything).items()}
    for name, s in {**folders, "all": total(everything), **kinds}.items():
        scores = (s.f1(s.detected), s.precision(s.strict), s.recall(s.strict), s.f1(s.strict))
        yield f"| {name} | {s.articles} | {s.gold} | " + " | ".join(f"{score:.3f}" for score in scores) + " |"


_IN_README = re.compile(r"(<!-- accuracy:[^\n]*-->\n)(.*?)(<!-- end of accuracy -->)", re.DOTALL)


def write_readme(groups: Mapping[str, Sequence[Judged]]) -> None:
    """Puts the table between its two marks in README.md."""
    table = "\n".join(markdown(groups))
    text = README.read_text(encoding="utf-8")
    README.write_text(_IN_README.sub(lambda m: f"{m[1]}\n{table}\n\n{m[3]}", text), encoding="utf-8")


def claimed() -> list[str]:
    """The lines of the table that README.md holds; none before it is first written."""
    held = _IN_README.search(README.read_text(encoding="utf-8"))
    return [line for line in held[2].splitlines() if line.startswith("|")] if held else []


def errors(judged: Iterable[Judged]) -> Iterator[str]:
    """Every gold row missed or read wrongly, and every row made up, in the order of the texts."""
    for one in judged:
        text, offset = one.sample.article.text, one.sample.article.offset
        for f in one.findings:
            if f.verdict == "missed":
                yield f"MISSED   {one.sample.name}: line {f.gold.line if f.gold else 0}: {f.gold}"
            elif f.verdict == "wrong" and f.row and f.gold:
                said = "; ".join(f"{n} {_shown(f.row, n)!r} should be {' or '.join(f.gold.right[n])!r}" for n in f.wrong)
                yield f"WRONG    {one.sample.name}: line {f.gold.line}: {f.gold.quote!r} [{f.row.rule}]: {said}"
            elif f.verdict == "invented" and f.row:
                around = text[max(0, f.row.start - offset - 60) : f.row.end - offset + 20]
                fields = " ".join(_shown(f.row, name) or "-" for name in STRICT)
                yield f"INVENTED {one.sample.name}: {f.row.text!r} {fields} [{f.row.rule}] in {around!r}"


def _shown(row: Observation, name: str) -> str:
    if name == "value":
        return format(row.value, "f")
    return row.product_text or row.product if name == "product" else str(getattr(row, name))


# ------------------------------------------------------------------ one run against another

_KEPT = (*STRICT, *ALSO, "text", "start", "end", "rule")


def snapshot(judged: Iterable[Judged]) -> dict[str, list[dict[str, Any]]]:
    """The found rows of each article with their verdicts, as plain values for a file."""
    saved: dict[str, list[dict[str, Any]]] = {}
    for one in judged:
        rows = saved.setdefault(one.sample.name, [])
        for f in one.findings:
            if f.row is not None:
                kept = {name: format(f.row.value, "f") if name == "value" else getattr(f.row, name) for name in _KEPT}
                rows.append({**kept, "product": _shown(f.row, "product"), "verdict": f.verdict})
    return saved


def compare(before: Mapping[str, list[dict[str, Any]]], after: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What a change of rules or tables gained, lost and altered, row by row, with the verdict on each."""
    counts: Counter[str] = Counter()
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            yield f"! {name} is only in the {'new' if name in after else 'saved'} run"
            continue
        for sign, old, new in _changes(before[name], after[name]):
            counts[_count(sign, old, new)] += 1
            yield f"{sign} {name}: {_changed(old, new)}"
    yield ""
    yield ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "no row gained, lost or altered"


def _changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Rows read from the same characters are the same row altered; what finds no such partner was gained or lost."""
    fresh = list(new)
    gone = []
    for row in old:
        same = next((k for k, other in enumerate(fresh) if _content(other) == _content(row)), None)
        if same is None:
            gone.append(row)
        else:
            other = fresh.pop(same)
            if other["verdict"] != row["verdict"]:  # the gold was changed, or its partner was
                yield "~", row, other
    for row in gone:
        at = next((k for k, other in enumerate(fresh) if other["start"] < row["end"] and row["start"] < other["end"]), None)
        if at is None:
            yield "-", row, {}
        else:
            yield "~", row, fresh.pop(at)
    for row in fresh:
        yield "+", {}, row


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEPT if name != "rule")


def _count(sign: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if sign == "~":
        return f"altered ({old['verdict']} to {new['verdict']})"
    return f"gained ({new['verdict']})" if sign == "+" else f"lost ({old['verdict']})"


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    row = new or old
    if not (old and new):
        return f"{row['text']!r} at {row['start']}: " + " ".join(str(row[n]) or "-" for n in STRICT) + f" [{row['rule']}] {row['verdict']}"
    fields = "; ".join(f"{n} {old[n]!r} to {new[n]!r}" for n in (*STRICT, *ALSO, "text") if old[n] != new[n])
    return f"{row['text']!r} at {row['start']}: {fields or 'the same fields'} [{row['rule']}] {old['verdict']} to {new['verdict']}"


# ------------------------------------------------------------------ floors


def measured(folder: Path) -> dict[str, Any]:
    """What floors.json holds for a folder: a little below what is found now, and the folder's digest."""
    score = total(judge_folder(folder))

    def floor(hits: int) -> str:
        return str(max(score.f1(hits) - SLACK, Decimal(0)).quantize(Decimal("0.001"), ROUND_FLOOR))

    return {"digest": digest(folder), "detected": floor(score.detected), "strict": floor(score.strict)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="folders of articles; all of this corpus if none is named")
    parser.add_argument("--errors", action="store_true", help="every row that is missed, wrong or made up")
    parser.add_argument("--json", action="store_true", help="the scores as JSON")
    parser.add_argument("--markdown", action="store_true", help="the scores as a table for README.md")
    parser.add_argument("--readme", action="store_true", help="write that table into README.md")
    parser.add_argument("--only", metavar="NAME", default="", help="only articles with NAME in their id")
    parser.add_argument("--save", metavar="FILE", type=Path, help="keep the rows of this run")
    parser.add_argument("--against", metavar="FILE", type=Path, help="what is gained, lost and altered since a kept run")
    parser.add_argument("--floors", action="store_true", help="write floors.json anew: what is measured now, less a little")
    asked = parser.parse_args(arguments)
    if (asked.readme or asked.floors) and (asked.folders or asked.only):
        parser.error("--readme and --floors are about the whole corpus")
    if asked.floors:
        FLOORS.write_text(json.dumps({f.name: measured(f) for f in folders()}, indent=2) + "\n", encoding="utf-8")
    groups = {f.name: [judge(sample) for sample in read_corpus(f) if asked.only in sample.article.id] for f in asked.folders or folders()}
    everything = [one for judged in groups.values() for one in judged]
    if asked.json:
        by_folder = {name: total(judged).as_dict() for name, judged in groups.items()}
        print(json.dumps({"folders": by_folder, "genres": {n: s.as_dict() for n, s in by_genre(everything).items()}}, indent=2))
    elif asked.markdown:
        print(*markdown(groups), sep="\n")
    else:
        print(*(errors(everything) if asked.errors else ()), *report(groups), sep="\n")
    if asked.readme:
        write_readme(groups)
    if asked.against:
        print(*compare(json.loads(asked.against.read_text(encoding="utf-8")), snapshot(everything)), sep="\n")
    if asked.save:
        asked.save.write_text(json.dumps(snapshot(everything), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
