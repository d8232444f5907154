"""The command as users run it: its own process, its exit code, and every byte that it writes."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
import tty
from decimal import Decimal
from pathlib import Path

import pytest

from tradestats.errors import InputError
from tradestats.model import Article, Extraction
from tradestats.run import Outcome, Plan
from tradestats.run import run as run_all

TEXT = "South Korea's exports rose 8.2 percent to $683.8 billion in 2024. Imports fell 1.6 percent to $632.0 billion.\n"
COMMAND = [sys.executable, "-m", "tradestats"]


def cli(*arguments: str | Path, data: str | bytes | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    sent = data.encode() if isinstance(data, str) else data
    how = {"input": sent} if sent is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, timeout=60, env={**os.environ, **(env or {})}, **how)  # type: ignore[call-overload,no-any-return]


def extract(*arguments: str | Path, data: str | bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return cli("extract", *arguments, data=data)


def table(out: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out.decode(), newline="")))


@pytest.fixture
def a(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    return path


# ------------------------------------------------------------------ data


def test_a_pipe_gets_csv_and_one_summary_line(a: Path) -> None:
    run = extract(a)
    assert run.returncode == 0
    assert {"683800000000", "632000000000"} <= {row["value"] for row in table(run.stdout)}
    assert re.fullmatch(rb"1 article, \d+ figures.*\n", run.stderr)


def test_quiet_is_quiet(a: Path) -> None:
    assert extract("-q", a).stderr == b""


def test_a_pipe_needs_no_argument() -> None:
    assert extract(data=TEXT).stdout == extract("-", data=TEXT).stdout != b""


def test_formats_say_the_same(a: Path) -> None:
    by_csv = [Decimal(row["value"]) for row in table(extract(a, "-t", "mentions").stdout) if row["value"]]
    rows = json.loads(extract(a, "-t", "mentions", "-f", "json").stdout, parse_int=Decimal, parse_float=Decimal)
    lines = [json.loads(x, parse_int=Decimal, parse_float=Decimal) for x in extract(a, "-t", "mentions", "-f", "jsonl").stdout.splitlines()]
    assert rows == lines
    assert by_csv == [row["value"] for row in rows if row["value"] is not None]


def test_columns_where_and_limit(a: Path) -> None:
    run = extract(a, "-t", "mentions", "--columns", "value,text", "--where", "kind=money", "--where", "value>640000000000")
    assert run.stdout == b"value,text\n683800000000,$683.8 billion\n"
    assert len(table(extract(a, "-t", "mentions", "--limit", "1").stdout)) == 1
    assert extract(a, "--limit", "0", "-f", "json").stdout == b"[]\n"
    assert len(table(extract(a, "-t", "mentions", "--where", "text~BILLION", "--where", "kind!=percent").stdout)) == 2


def test_jobs_change_nothing(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(i), "text": TEXT.replace("683.8", f"{i}.5")}) for i in range(100)]
    lines[40] = "oops"
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    one, two = (extract(tmp_path / "a.jsonl", "-f", "jsonl", "-t", "mentions", "--jobs", n) for n in ("1", "2"))
    assert (one.returncode, one.stdout, one.stderr) == (two.returncode, two.stdout, two.stderr)
    assert one.returncode == 1
    assert b"a.jsonl:41:" in one.stderr


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(i), "text": (TEXT * 5).replace("683.8", f"{i}.5")}) for i in range(600)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    arguments = ("extract", "-q", str(tmp_path / "a.jsonl"), "-f", "csv", "-t", "mentions")
    whole = cli(*arguments).stdout
    run = subprocess.Popen([*COMMAND, *arguments, "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout
    assert run.stderr
    head = os.read(run.stdout.fileno(), 4096)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not children.exists():
        pytest.skip("no list of children here")
    for child in children.read_text().split()[:1]:
        os.kill(int(child), signal.SIGKILL)
    assert head + run.stdout.read() == whole
    assert run.stderr.read() == b""
    assert run.wait(30) == 0
    run.stdout.close()
    run.stderr.close()


def test_an_article_that_cannot_be_processed_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article, **_: object) -> Extraction:
        if article.text == "bad":
            raise ZeroDivisionError("oops")
        return Extraction(article, (), (), ())

    monkeypatch.setattr("tradestats.run.extract_article", broken)
    found = list(run_all((Article(text, "f", n) for n, text in enumerate(("a", "bad", "b"), 1)), Plan("mentions")))
    assert [isinstance(outcome, InputError) for outcome in found] == [False, True, False]
    assert str(found[1]) == "f: article 2: could not be processed (ZeroDivisionError: oops)"


def test_an_article_that_kills_its_worker_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def process(article: Article, plan: Plan) -> Outcome:
        if article.text == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome([article])  # type: ignore[list-item]

    monkeypatch.setattr("tradestats.run.process", process)
    texts = ["a"] * 30 + ["kill"] + ["b"] * 30
    found = list(run_all((Article(text, "f", n) for n, text in enumerate(texts, 1)), Plan("mentions"), jobs=2))
    assert [isinstance(outcome, InputError) for outcome in found] == [text == "kill" for text in texts]
    assert str(found[30]) == "f: article 31: the process that read it was killed (out of memory?)"
    assert [outcome.rows[0].number for outcome in found if isinstance(outcome, Outcome)] == [n for n in range(1, 62) if n != 31]  # type: ignore[union-attr]
    many = list(run_all((Article("kill", "f", n) for n in range(1, 100)), Plan("mentions"), jobs=2))
    assert str(many[-1]).startswith("--jobs: ")


def test_markdown_and_schema() -> None:
    assert extract("-f", "md", data=TEXT).stdout.startswith(b"| article_id | source |")
    everything, one = cli("schema").stdout.decode(), cli("schema", "mentions").stdout.decode()
    assert "observations:" in everything
    assert "growth_pct" in everything
    assert "growth_pct" not in one
    assert "norm" in one


# ------------------------------------------------------------------ errors


def test_failed_inputs_are_named_and_the_rest_is_done(a: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"\x89PNG\r\n\0")
    run = extract(tmp_path / "gone.txt", a, tmp_path / "bad.png", "-f", "json", "-t", "mentions")
    assert run.returncode == 1
    assert json.loads(run.stdout)
    lines = run.stderr.decode().splitlines()
    assert len(lines) == 2
    assert "gone.txt: No such file" in lines[0]
    assert "bad.png: an image" in lines[1]


def test_a_name_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    run = extract(tmp_path / "no\x1b]0;x\x07\n\u202e.txt")
    assert not set(run.stderr.decode().rstrip("\n")) & set("\x1b\x07\n\u202e") - {"\n"}
    assert run.returncode == 1


USAGE = [
    ("--no-such-option",),
    ("--format", "xml"),
    ("--table", "nope"),
    ("--published", "soon"),
    ("--encoding", "none-such"),
    ("--columns", "nope"),
    ("--columns", ","),
    ("--where", "nope=1"),
    ("--where", "flow"),
    ("--where", "value>x"),
    ("--limit", "-1"),
    ("--jobs", "x"),
    ("-o", "out.xyz"),
    ("-o", ""),
    ("-o", "", "-f", "csv"),
    ("--input-format", "xml"),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_is_one_line_and_exit_2(a: Path, arguments: tuple[str, ...]) -> None:
    run = extract(a, *arguments)
    assert run.returncode == 2
    assert run.stdout == b""
    assert len(run.stderr.splitlines()) == 1


def test_a_usage_error_has_no_controls(a: Path) -> None:
    assert b"\x1b" not in extract(a, "--x\x1b[2J").stderr


def test_an_address_is_not_fetched() -> None:
    run = extract("http://127.0.0.1:9/x")
    assert run.returncode == 1
    assert b"not fetched" in run.stderr


# ------------------------------------------------------------------ output files


def test_the_ending_names_the_format(a: Path, tmp_path: Path) -> None:
    for ending, form in (("csv", "csv"), ("tsv", "tsv"), ("json", "json"), ("jsonl", "jsonl"), ("ndjson", "jsonl"), ("md", "md")):
        out = tmp_path / f"o.{ending}"
        run = extract(a, "-o", out)
        assert run.stdout == b""
        assert out.read_bytes() == extract(a, "-f", form).stdout


@pytest.mark.parametrize("make", ["same", "dots", "symlink", "hardlink"])
def test_an_input_is_never_the_output(a: Path, tmp_path: Path, make: str) -> None:
    out = tmp_path / "o.csv"
    if make == "symlink":
        out.symlink_to("a.txt")
    elif make == "hardlink":
        out.hardlink_to(a)
    else:
        out = a if make == "same" else tmp_path / ".." / tmp_path.name / "a.txt"
    run = extract(a, "-o", out, "-f", "csv")
    assert run.returncode == 2
    assert a.read_text() == TEXT


def test_an_output_in_a_folder_that_is_read_is_left_out(a: Path, tmp_path: Path) -> None:
    (tmp_path / "o.json").write_text("[]")
    run = extract(tmp_path, "-o", tmp_path / "o.json")
    assert run.returncode == 1
    assert b"is the output file" in run.stderr


def test_when_everything_failed_the_old_output_stays(tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text("old")
    assert extract(tmp_path / "gone.txt", "-o", tmp_path / "o.csv").returncode == 1
    assert (tmp_path / "o.csv").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["o.csv"]


FULL = (*(("extract", "-f", form) for form in ("csv", "table", "xlsx", "parquet")), ("schema",), ("--help",))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", FULL)
def test_a_full_disk_is_noticed(arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        run = subprocess.run([*COMMAND, *arguments], input=TEXT.encode(), stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("extract",), ("extract", "-f", "xlsx"), ("extract", "-f", "parquet"), ("schema",), ("--help",)])
def test_a_closed_pipe_is_quiet(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    more = [str(tmp_path / "a.txt")] if arguments[0] == "extract" else []
    run = subprocess.Popen([*COMMAND, *arguments, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    assert run.stdout
    assert run.stderr
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait(30) in ((0, 1, 141) if arguments == ("--help",) else (0, 141))
    run.stderr.close()


def test_closed_descriptors_do_not_reach_the_output(a: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    shell = f'exec "$@" -o {out} 0<&- 1>&- 2>&-'
    code = subprocess.run(["sh", "-c", shell, "sh", *COMMAND, "extract", str(tmp_path / "gone.txt"), str(a)], timeout=60).returncode
    assert code == 1
    assert out.read_bytes().startswith(b"article_id,")
    assert b"gone" not in out.read_bytes()


# ------------------------------------------------------------------ signals


def test_an_interrupt_while_modules_are_loaded_is_quiet_too() -> None:
    slow = "import sys, time; sys.path_hooks.insert(0, lambda path: time.sleep(0.01) or (_ for _ in ()).throw(ImportError))"
    code = f"{slow}; from tradestats.__main__ import main; print('ready', flush=True); sys.argv = ['tradestats', '-h']; main()"
    python = [sys.executable, "-c", code]
    run = subprocess.Popen(
        python, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    )
    assert run.stdout
    assert run.stdout.readline() == b"ready\n"
    time.sleep(0.03)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=20)
    assert err == b""
    assert run.returncode == 130 or out, "ended before the signal came"


def test_a_fault_of_the_program_is_one_line(a: Path) -> None:
    code = (
        "import sys, tradestats.read\n"
        "def broken(*_, **__): raise TypeError('\\x1b[2J')\n"
        "sys.modules['tradestats.read'].expand = broken\n"
        "from tradestats.__main__ import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code, "extract", str(a)], capture_output=True, timeout=60)
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert b"report it (TypeError" in run.stderr
    assert b"\x1b" not in run.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_run_cleanly(a: Path, tmp_path: Path, number: int, code: int, jobs: str) -> None:
    out = tmp_path / "o.csv"
    out.write_text("old")
    run = subprocess.Popen(
        [*COMMAND, "extract", str(a), "-", "-o", str(out), "--jobs", jobs],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert run.stderr
    assert run.stdin
    until = time.monotonic() + 20
    while len(list(tmp_path.iterdir())) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)
    run.send_signal(number)
    assert run.wait(10) == code
    assert run.stderr.read() == b""
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "o.csv"]
    run.stdin.close()
    run.stderr.close()


# ------------------------------------------------------------------ streams


def test_rows_come_while_the_input_is_still_open() -> None:
    run = subprocess.Popen([*COMMAND, "extract", "-q", "-f", "jsonl", "-t", "mentions"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdin
    assert run.stdout
    run.stdin.write(json.dumps({"text": TEXT}).encode() + b"\n")
    run.stdin.flush()
    ready, _, _ = select.select([run.stdout], [], [], 20)
    assert ready
    assert b"683800000000" in os.read(run.stdout.fileno(), 65536)
    run.stdin.close()
    assert run.wait(20) == 0
    run.stdout.close()


# ------------------------------------------------------------------ terminal


def terminal(width: int, *arguments: str | Path, env: dict[str, str] | None = None) -> str:
    """What the command writes to a terminal of this width."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    usual = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    run = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**usual, "TERM": "xterm-256color", **(env or {})},
    )
    os.close(theirs)
    seen = bytearray()
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    run.wait(30)
    os.close(ours)
    return seen.decode()


COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [10, 30, 60, 80, 120, 250])
def test_a_table_fits_the_terminal(a: Path, width: int) -> None:
    lines = COLOUR.sub("", terminal(width, "extract", a)).splitlines()
    assert lines
    assert max(map(len, lines)) <= width
    if width >= 80:
        assert any("$683.8 bn" in line for line in lines)
        assert any("+8.2 %" in line for line in lines)


def test_a_table_in_a_pipe_is_not_cut(tmp_path: Path) -> None:
    long = tmp_path / ("very-long-name-" * 10 + ".txt")
    long.write_text(TEXT)
    out = extract(long, "-f", "table", "--columns", "value,source,article_id,published,flow").stdout.decode()
    assert str(long)[:30] in out
    assert "flow" in out
    assert "\x1b" not in out


def test_colour_is_ours_to_decide(a: Path) -> None:
    assert "\x1b[" in terminal(100, "extract", a)
    assert "\x1b[" not in terminal(100, "extract", a, env={"NO_COLOR": "1"})
    assert "\x1b[" not in terminal(100, "extract", a, "--color", "never")
    assert b"\x1b[" in extract(a, "-f", "table", "--color", "always").stdout


def test_markup_and_escapes_in_a_text_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "[red]x.txt"
    path.write_text(TEXT.replace("exports", "exports of [bold]:warning:[/] \x1b]0;x\x07\x9b31m \u202e"))
    for name in ("figures", "observations", "mentions"):
        seen = COLOUR.sub("", terminal(250, "extract", "-t", name, path))
        assert "\x1b" not in seen
        assert "\x9b" not in seen
        assert "\u202e" not in seen
