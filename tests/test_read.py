"""Reading: formats, folders, encodings, and what is wrong with an input. One line, one case, where that is possible."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tradestats.decode import likely_encoding
from tradestats.errors import InputError, QueryError
from tradestats.model import Article, Published
from tradestats.query import parse_published
from tradestats.read import _lines, _read, expand, items, read_articles, sniff
from tradestats.record import Options, article_id

FEED = (
    "-\nTrade\nShipments climb in May\nOverseas sales rose 4.0 percent to $58.1 billi date2024-06-01\n"
    "-\nIndustry\nA plant opens\nA new plant was opened today. date2024-05-30"
)


def put(folder: Path, name: str, data: str | bytes) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def read_all(path: str, **options: object) -> tuple[list[Article], list[str]]:
    found = list(items([path], Options(**options)))  # type: ignore[arg-type]
    return [i for i in found if isinstance(i, Article)], [str(i) for i in found if isinstance(i, InputError)]


# ------------------------------------------------------------------ formats

SNIFF = [
    ("Exports rose.\n", "text"),
    ("", "text"),
    (" \n\n", "text"),
    (FEED, "feed"),
    (FEED.replace("\n", "\r\n"), "feed"),
    (FEED.removeprefix("-\n"), "feed"),  # separated by, so the first may come without
    ("\n\n" + FEED, "feed"),
    ("-\nTrade\nTitle\nBody without a date\n", "feed"),
    ("A text with\n-\na dash on a line of its own\n", "text"),
    ("- a list\n- of things\n", "text"),
    ('{"text": "a"}\n{"text": "b"}\n', "jsonl"),
    ('{"text": "a"}', "jsonl"),
    ('{"text": "a"\n{"text": "b"}\n', "jsonl"),  # the first line is cut off, the second tells
    ('oops\n{"text": "b"}\n', "jsonl"),
    ('{\n  "text": "a"\n}\n', "json"),
    ('[{"text": "a"}]', "json"),
    ("[\n  {\n", "json"),
    ("[]", "json"),
    ("[Seoul] Exports rose.\n", "text"),
    ("[2024] Exports rose.\n", "text"),
    ("{Seoul} Exports rose.\n", "text"),
]


@pytest.mark.parametrize(("text", "kind"), SNIFF)
def test_the_format_is_seen_from_the_content(text: str, kind: str) -> None:
    assert sniff(text.encode(), complete=True) == kind


def test_a_stream_of_json_lines_is_known_by_its_first_line() -> None:
    assert sniff(b'{"text": "a"}\n', complete=False) == "jsonl"
    assert sniff(b'{"text": "a', complete=False) is None


def test_feed_articles_carry_their_parts(tmp_path: Path) -> None:
    (first, second), errors = read_all(put(tmp_path, "feed.txt", FEED))
    assert not errors
    assert (first.section, first.title, first.published) == ("Trade", "Shipments climb in May", Published(2024, 6, 1))
    assert first.text == "Overseas sales rose 4.0 percent to $58.1 billi"
    assert (first.number, second.number, second.text) == (1, 2, "A new plant was opened today.")
    assert first.truncated


@pytest.mark.parametrize("before", ["", "  ", "\n \n\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_feed_offsets_count_in_the_decoded_source(tmp_path: Path, before: str, end: str, mark: str) -> None:
    source = FEED.replace("A new", before + "A new").replace("Overseas", before + "Over\u2019seas").replace("\n", end)
    articles, _ = read_all(put(tmp_path, "feed.txt", mark + source))
    assert len(articles) == 2
    for article in articles:
        assert source[article.offset : article.offset + len(article.text)] == article.text


FEED_PARTS = [
    ("-\nTrade\nTitle\nBody one\nbody two date2024-06-01", ("Trade", "Title", "Body one\nbody two", "2024-06-01")),
    ("-\n\nTrade\n\nTitle\n\nBody date2024-06-01", ("Trade", "Title", "Body", "2024-06-01")),
    ("-\nTitle\nBody date2024-06-01\n", ("", "Title", "Body", "2024-06-01")),
    ("-\nTrade\nTitle\nBody", ("Trade", "Title", "Body", "")),
    ("-\nTrade\nTitle\nAs of date2024-06-01 it rose. date2024-07-02", ("Trade", "Title", "As of date2024-06-01 it rose.", "2024-07-02")),
]


@pytest.mark.parametrize(("source", "parts"), FEED_PARTS)
def test_feed_parts(tmp_path: Path, source: str, parts: tuple[str, ...]) -> None:
    (a,), errors = read_all(put(tmp_path, "f.txt", source))
    assert not errors
    assert (a.section, a.title, a.text, str(a.published or "")) == parts


def test_a_feed_date_that_is_none_is_said_and_the_article_read(tmp_path: Path) -> None:
    (article,), errors = read_all(put(tmp_path, "f.txt", "-\nTrade\nTitle\nBody date2024-13-01"))
    assert article.published is None
    assert "2024-13-01" in errors[0]


def test_plain_text_is_one_article_as_it_stands(tmp_path: Path) -> None:
    (a,), _ = read_all(put(tmp_path, "a.txt", "\n Exports\r\nrose.\n"), published=Published(2024, 9))
    assert (a.text, a.offset, a.title, a.published, a.truncated) == ("\n Exports\r\nrose.\n", 0, "", Published(2024, 9), False)


def test_a_blank_file_holds_no_article(tmp_path: Path) -> None:
    assert read_all(put(tmp_path, "a.txt", " \n\u3000\n")) == ([], [])


def test_json_records(tmp_path: Path) -> None:
    record = {"text": "T", "id": 7, "title": "H", "published": "2024-09-30T08:00:00+09:00", "section": "S", "reporter": "DEU", "more": [1]}
    for text in (json.dumps(record), json.dumps(record, indent=1), json.dumps([record]), json.dumps(record) + "\n\n"):
        (a,), errors = read_all(put(tmp_path, "a", text), reporter="KOR")
        assert not errors
        assert (a.text, a.id, a.title, str(a.published), a.section, a.reporter) == ("T", "7", "H", "2024-09-30", "S", "DEU")
        assert (a.offset, a.truncated) == (0, False)


BAD_LINES = [
    ("{oops}", "not valid JSON"),
    ("[1, 2]", "must be an object"),
    ('"text"', "must be an object"),
    ('{"title": "x"}', "no 'text'"),
    ('{"text": null}', "'text' must be a string"),
    ('{"text": 5}', "'text' must be a string"),
    ('{"text": ["a"]}', "'text' must be a string"),
    ('{"text": "a", "text": "b"}', "twice"),
    ('{"text": "a", "id": "1", "id": "2"}', "twice"),
    ('{"text": "a", "id": [1]}', "'id' must be a string"),
    ('{"text": "a", "n": NaN}', "NaN"),
    ('{"text": "a"} {"text": "b"}', "not valid JSON"),
    ("[" * 100_000, "nested too deeply"),
    ('{"text": "a", "published": "2024-02-30"}', "calendar"),
    ('{"text": "a", "published": "yesterday"}', "no date"),
]


@pytest.mark.parametrize(("line", "why"), BAD_LINES)
def test_a_bad_line_is_named_and_the_others_are_read(tmp_path: Path, line: str, why: str) -> None:
    path = put(tmp_path, "a.jsonl", f'{{"text": "first"}}\n\n{line}\n{{"text": "last"}}\n')
    articles, errors = read_all(path)
    assert [articles[0].text, articles[-1].text] == ["first", "last"]
    assert articles[-1].number == 3
    assert len(errors) == 1
    assert errors[0].startswith(f"{path}:3: ")
    assert why in errors[0]


def test_an_undecodable_line_costs_only_itself(tmp_path: Path) -> None:
    articles, errors = read_all(put(tmp_path, "a.jsonl", b'{"text": "a"}\n{"text": "caf\xe9 au lait"}\n{"text": "b"}\n'))
    assert [a.text for a in articles] == ["a", "b"]
    assert ":2: not UTF-8" in errors[0]


def test_a_number_of_ten_thousand_digits_is_an_id_like_any_other(tmp_path: Path) -> None:
    (a,), _ = read_all(put(tmp_path, "a.jsonl", '{"text": "a", "id": ' + "7" * 10_000 + "}"))
    assert a.id == "7" * 10_000


def test_an_array_goes_on_after_a_bad_record(tmp_path: Path) -> None:
    articles, errors = read_all(put(tmp_path, "a.json", '[{"text": "a"}, 5, {"text": "b"}]'))
    assert [(a.text, a.number) for a in articles] == [("a", 1), ("b", 3)]
    assert "record 2" in errors[0]


def test_text_in_a_json_file_is_an_error_not_an_article(tmp_path: Path) -> None:
    articles, errors = read_all(put(tmp_path, "a.json", "Exports rose."))
    assert not articles
    assert "not valid JSON" in errors[0]


def test_the_input_format_overrules(tmp_path: Path) -> None:
    (a,), _ = read_all(put(tmp_path, "a.txt", FEED), input_format="text")
    assert a.text == FEED


BROKEN_OFF = [(', {"text": "cut', "Unterminated"), ("", "delimiter"), ("] x", "Extra data"), (",]", "Expecting value")]


@pytest.mark.parametrize(("rest", "why"), BROKEN_OFF)
def test_an_array_that_breaks_off_gives_what_came_before(tmp_path: Path, rest: str, why: str) -> None:
    articles, errors = read_all(put(tmp_path, "a.json", '[{"text": "a"},\n {"text": "b"}' + rest))
    assert [a.text for a in articles] == ["a", "b"]
    assert len(errors) == 1
    assert why in errors[0]
    assert "line 2" in errors[0]


def test_a_line_of_many_objects_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    many = '{"text": "a", "more": [' + "[]," * 3_100_000 + "[]]}"
    articles, errors = read_all(put(tmp_path, "a.jsonl", f'{{"text": "a"}}\n{many}\n{{"text": "b"}}\n'))
    assert [a.text for a in articles] == ["a", "b"]
    assert "brackets" in errors[0]


def test_a_line_longer_than_any_article_costs_only_itself(tmp_path: Path) -> None:
    articles, errors = read_all(put(tmp_path, "a.jsonl", b'{"text": "a"}\n{"text": "' + b"x" * (33 << 20) + b'"}\n{"text": "b"}\n'))
    assert [(a.text, a.number) for a in articles] == [("a", 1), ("b", 3)]
    assert len(errors) == 1
    assert ":2: a line of more than 32 MB" in errors[0]


def test_a_line_that_never_ends_is_given_up() -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1 << 20
            yield b"x" * (1 << 20)

    with pytest.raises(InputError, match="does not end"):
        list(_lines("-", endless(), b"\n"))
    assert read < 600 << 20


def test_byte_order_marks_of_joined_files_are_no_part_of_them(tmp_path: Path) -> None:
    articles, errors = read_all(put(tmp_path, "a.jsonl", '\ufeff{"text": "a"}\n\ufeff{"text": "b"}\n'))
    assert ([a.text for a in articles], errors) == (["a", "b"], [])
    source = "\ufeff" + FEED + "\n\ufeff" + FEED
    articles, errors = read_all(put(tmp_path, "f.txt", source))
    assert (len(articles), errors) == (4, [])
    assert articles[3].text == articles[1].text


def test_an_undecodable_article_of_a_feed_costs_only_itself(tmp_path: Path) -> None:
    blocks = [f"-\nTrade\nTitle {n}\nCaf\u00e9 exports rose {n} percent. date2024-06-0{n}\n" for n in (1, 2, 3)]
    data = blocks[0].encode() + blocks[1].encode("cp1252") + blocks[2].encode()
    path = put(tmp_path, "f.txt", data)
    articles, errors = read_all(path)
    assert [(a.number, a.title) for a in articles] == [(1, "Title 1"), (3, "Title 3")]
    assert errors == [f"{path}: article 2: not UTF-8 (byte 0xe9 cannot be decoded); it may be cp1252: try --encoding cp1252"]
    seen = data.decode(errors="replace")
    assert all(seen[a.offset : a.offset + len(a.text)] == a.text for a in articles)


def test_feed_articles_are_numbered_as_they_stand(tmp_path: Path) -> None:
    source = "-\nT\nOne\nBody date2024-13-01\n-\n\n-\nT\nTwo\nBody date2024-06-01\n"
    articles, errors = read_all(put(tmp_path, "f.txt", source))
    assert [(a.number, a.title) for a in articles] == [(1, "One"), (2, "Two")]
    assert len(errors) == 1


# ------------------------------------------------------------------ identity

SAME = [("Exports rose.", " Exports\n rose.\t"), ("caf\u00e9", "cafe\u0301"), ("a b", "a\u00a0\u3000b")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_text_has_the_same_id(one: str, other: str) -> None:
    assert article_id(one) == article_id(other)


def test_ids_are_what_the_contract_says() -> None:
    assert article_id("a") == "ca978112ca1b"  # sha256("a")
    assert len(article_id("\ud800")) == 12


def test_a_flood_of_marks_takes_no_time() -> None:
    assert len(article_id("e" + "\u0301\u0323" * 300_000)) == 12


# ------------------------------------------------------------------ files


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/y.jsonl", "c.json", "d.ndjson", ".hidden.txt", ".git/x.txt", "e.pdf", "f.TXT", "g.doc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "a" / "loop").symlink_to("..")
    os.mkfifo(tmp_path / "pipe.txt")
    found = [os.path.relpath(str(p), tmp_path) for p in expand([str(tmp_path)])]
    assert found == ["a/y.jsonl", "a/z.md", "b.txt", "c.json", "d.ndjson", "e.pdf", "f.TXT"]


def test_links_that_lead_nowhere_are_said_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to("b.txt")
    (tmp_path / "c.txt").symlink_to("gone")
    (tmp_path / "d.txt").symlink_to(".")
    (tmp_path / "e.txt").symlink_to("a.txt")
    articles, errors = read_all(str(tmp_path))
    assert [os.path.basename(a.source) for a in articles] == ["a.txt", "e.txt"]
    assert [os.path.basename(error) for error in errors] == ["b.txt: Too many levels of symbolic links", "c.txt: No such file or directory"]


def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    old = os.getcwd()
    os.chdir(tmp_path)
    try:
        assert list(expand(["."])) == ["./" + "d/" * 1200 + "a.txt"]
    finally:
        os.chdir(old)
        subprocess.run(["rm", "-r", str(tmp_path / "d")], check=True)  # Python's own way is by recursion


def test_a_pipe_that_has_nothing_yet_is_waited_for() -> None:
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    os.set_blocking(theirs, False)

    def write() -> None:
        time.sleep(0.2)
        os.write(theirs, b"x")
        os.close(theirs)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert (_read(ours), _read(ours)) == (b"x", b"")
    finally:
        writer.join()
        os.close(ours)


def test_an_empty_folder_and_a_pattern_without_match_are_errors(tmp_path: Path) -> None:
    assert all(isinstance(p, InputError) for p in expand([str(tmp_path), str(tmp_path / "*.txt")]))


def test_patterns_are_sorted_and_names_come_first(tmp_path: Path) -> None:
    for name in ("b1.txt", "a1.txt", "[x].txt"):
        (tmp_path / name).write_text("x")
    assert list(expand([str(tmp_path / "?1.txt")])) == [str(tmp_path / "a1.txt"), str(tmp_path / "b1.txt")]
    assert list(expand([str(tmp_path / "[x].txt")])) == [str(tmp_path / "[x].txt")]


# ------------------------------------------------------------------ encodings

KOREAN = "산업부는 5월 수출이 늘었다고 밝혔다. Exports rose."
JAPANESE = "輸出はふえました。Exports rose."
WESTERN = "The ministry\u2019s caf\u00e9 \u2013 exports rose."


@pytest.mark.parametrize(("text", "encoding"), [(KOREAN, "cp949"), (JAPANESE, "shift_jis"), (WESTERN, "cp1252")])
def test_the_likely_encoding_is_named_and_then_works(tmp_path: Path, text: str, encoding: str) -> None:
    path = put(tmp_path, "a.txt", text.encode(encoding))
    assert likely_encoding(text.encode(encoding)) == encoding
    articles, errors = read_all(path)
    assert not articles
    assert f"--encoding {encoding}" in errors[0]
    (article,), errors = read_all(path, encoding=encoding)
    assert article.text == text
    assert not errors


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_heeded_and_no_part_of_the_text(tmp_path: Path, encoding: str) -> None:
    (article,), _ = read_all(put(tmp_path, "a.txt", KOREAN.encode(encoding)))
    assert article.text == KOREAN


NO_TEXT = [
    (b"\x89PNG\r\n\x1a\n\0\0", "image"),
    (b"\x1f\x8b\x08\0", "gzip"),
    (b"PK\x03\x04rest", "Office"),
    (b"some\0thing", "NUL"),
    ("Exports rose.".encode("utf-16-le"), "utf-16-le"),
    ("Exports rose.".encode("utf-16-be"), "utf-16-be"),
    ("Exports \u2013".encode()[:-1], "cut off"),
    (b"\x81\xff\x81", "--encoding"),
]


@pytest.mark.parametrize(("data", "why"), NO_TEXT)
def test_what_is_no_text_is_refused_with_a_reason(tmp_path: Path, data: bytes, why: str) -> None:
    articles, errors = read_all(put(tmp_path, "a.txt", data))
    assert not articles
    assert len(errors) == 1
    assert why in errors[0]


# ------------------------------------------------------------------ Python

DATES = [("2024-09-30", Published(2024, 9, 30)), ("2024-09", Published(2024, 9)), ("2024-09-30 10:00", Published(2024, 9, 30))]


@pytest.mark.parametrize(("text", "when"), DATES)
def test_dates(text: str, when: Published) -> None:
    assert parse_published(text) == when


@pytest.mark.parametrize("text", ["", "2024", "30.9.2024", "2024-9-1", "2024-02-30", "2024-13", "2024-09-300", "0000-01-01"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(QueryError):
        parse_published(text)


def test_read_articles_raises_or_tells(tmp_path: Path) -> None:
    good, gone = put(tmp_path, "a.txt", "Exports rose."), str(tmp_path / "gone.txt")
    with pytest.raises(InputError, match=r"gone\.txt"):
        list(read_articles([good, gone]))
    told: list[InputError] = []
    assert len(list(read_articles([gone, Path(good)], on_error=told.append, published="2024-09"))) == 1
    assert [e.place for e in told] == [gone]
    with pytest.raises(QueryError):
        list(read_articles(good, input_format="xml"))
