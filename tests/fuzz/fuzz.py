"""Coverage-guided fuzzing of everything between the bytes of an input and the bytes of the output.

    pip install atheris
    python tests/fuzz/fuzz.py CORPUS [-max_total_time=3600] [-timeout=20] ...

CORPUS is a folder; if it is empty it is filled with our own articles and corpora first. The options are libFuzzer's. A
find is written to `crash-*` and ends the run: `python tests/fuzz/fuzz.py crash-...` shows it again, and what was wrong
becomes a line of `FOUND` in `tests/test_properties.py`.

The first byte of an input says what the rest is: the bytes of a file, a text, or numbers of words from our own tables
(two bytes a word), which reach the linker far more often than letters do.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

with atheris.instrument_imports(include=["tradestats"]):
    import tradestats.cli
    import tradestats.explain
    import tradestats.frames
    import tradestats.grid
    import tradestats.render
    from tradestats.decode import utf8
    from tradestats.errors import InputError
    from tradestats.extract import extract_article
    from tradestats.model import Article, Published
    from tradestats.read import _articles
    from tradestats.recognise import names, numbers, periods, products  # noqa: F401
    from tradestats.record import Options, article_id

from soundness import is_sound, output_is_sound  # noqa: E402
from vocabulary import vocabulary  # noqa: E402

FILE, TEXT, WORDS = b"f", b"t", b"w"
_TABLES = ("observations", "figures", "mentions")
_TITLES = ("", "Korea's exports rise in May", "Trade deficit widens to $2 billion")


def words(data: bytes) -> str:
    """Two bytes a word; the highest bit says what stands between it and the next."""
    known = vocabulary()
    out = []
    for high, low in zip(data[::2], data[1::2], strict=False):
        out.append(known[((high & 0x7F) << 8 | low) % len(known)])
        out.append("\n" if high & 0x80 else " ")
    return "".join(out)


def try_article(article: Article) -> None:
    """All that can be made of one article."""
    made = extract_article(article)
    is_sound(article.text, made)
    output_is_sound(made, _TABLES[len(article.text) % len(_TABLES)])
    for line in tradestats.explain.explain(made):
        line.encode("utf-8", "surrogatepass")


def try_file(data: bytes) -> None:
    """A file's bytes, in pieces as a pipe gives them. An input may be refused, and only so."""
    pieces = iter([data[i : i + 1000] for i in range(0, len(data), 1000)])
    try:
        for item in _articles("f", utf8("f", pieces, None), Options()):
            if isinstance(item, Article):
                try_article(item)
    except InputError as error:
        assert error.reason


def one_input(data: bytes) -> None:
    """What libFuzzer calls."""
    kind, rest = data[:1], data[1:]
    if kind == FILE:
        try_file(rest)
    elif kind in (TEXT, WORDS):
        text = rest.decode("utf-8", "surrogateescape") if kind == TEXT else words(rest)
        title = _TITLES[len(rest) % len(_TITLES)]
        published = Published(2025, 1, 15) if len(rest) % 2 else None
        try_article(Article(text, "f", id=article_id(text), title=title, published=published, truncated=len(rest) % 5 == 0))


def seed(corpus: Path) -> None:
    """Our own articles, whole and by paragraph, as first inputs."""
    seeds = [path.read_bytes() for folder in ("accuracy", "grid_corpus") for path in sorted((TESTS / folder).rglob("*.txt"))]
    samples = [path.read_bytes() for path in sorted((TESTS.parent / "samples").iterdir()) if path.is_file()]
    lines = [line.encode() for path in sorted(TESTS.glob("*_corpus.tsv")) for line in path.read_text().splitlines()[::7]]
    for number, data in enumerate([FILE + data for data in samples] + [TEXT + data for data in seeds + lines]):
        (corpus / f"seed-{number:05d}").write_bytes(data)


def main() -> None:
    """Fill an empty corpus, then fuzz."""
    for argument in sys.argv[1:]:
        if Path(argument).is_dir() and not any(Path(argument).iterdir()):
            seed(Path(argument))
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
