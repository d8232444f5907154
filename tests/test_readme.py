"""Every command of the README runs, every output in it is what comes out, and every name in it exists."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, REPOSITORY, Run

from tradestats.model import TABLES, columns

_README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PIPES = frozenset(("|", "&&", ";"))


def _blocks(language: str) -> list[str]:
    return [body for name, body in _BLOCK.findall(_README) if name == language]


def _examples() -> Iterator[tuple[str, str]]:
    """Commands after a `$ ` with the output that stands below them."""
    for block in _blocks("console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, output


def _tools(command: str) -> set[str]:
    tokens = shlex.shlex(command, posix=True, punctuation_chars=True)
    words = list(tokens)
    return {word for before, word in zip(["|", *words], words, strict=False) if before in _PIPES}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that looks like the repository to a reader of the README: the samples, and `tradestats` on the path."""
    shutil.copytree(REPOSITORY / "samples", tmp_path / "samples")
    command = tmp_path / "bin" / "tradestats"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tradestats "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(("command", "output"), list(_examples()), ids=lambda text: text if text.startswith(("tradestats", "echo")) else "")
def test_a_command_runs_and_says_what_the_readme_says(clone: Path, command: str, output: str) -> None:
    missing = sorted(tool for tool in _tools(command) - {"tradestats"} if shutil.which(tool) is None)
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")
    environment = {**ENVIRONMENT, "PATH": f"{clone / 'bin'}:{ENVIRONMENT['PATH']}"}
    line = f"set -o pipefail; {command}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", cwd=clone, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    if output:
        assert doctest.OutputChecker().check_output(output, done.stdout, doctest.ELLIPSIS), done.stdout
    else:
        assert done.stdout or any(path.is_file() and path.stat().st_size for path in clone.iterdir())


def test_the_python_session_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    for n, block in enumerate(_blocks("python")):
        test = doctest.DocTestParser().get_doctest(block, {}, f"README block {n + 1}", "README.md", 0)
        said: list[str] = []
        result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
        assert result.attempted and not result.failed, "".join(said)


def test_set_up_is_two_commands_which_the_clean_room_runs() -> None:
    commands = [line for block in _blocks("sh") for line in block.splitlines()]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install ") for command in commands)
    assert "```sh" in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8"), ".ci/run takes the commands out of the README"


def test_the_quoted_text_stands_in_the_sample() -> None:
    quoted = " ".join(line[2:] for line in _README.splitlines() if line.startswith("> "))
    assert quoted in (REPOSITORY / "samples" / "swiss_customs.txt").read_text(encoding="utf-8")


def _commands(tradestats: Run) -> list[str]:
    return re.findall(r"^  ([\w-]+)  ", tradestats("-h").stdout.partition("Commands:")[2], re.MULTILINE)


def test_every_option_named_exists(tradestats: Run) -> None:
    helps = [tradestats(command, "-h").stdout for command in _commands(tradestats)]
    for tool in ("accuracy/scorer.py", "benchmark.py"):
        call = [sys.executable, str(REPOSITORY / "tests" / tool), "-h"]
        helps.append(subprocess.run(call, capture_output=True, text=True, check=True, env=ENVIRONMENT).stdout)
    named = set(re.findall(r"`[^`\n]*?(--[a-z][a-z-]+)", _README))
    assert named
    assert [option for option in sorted(named) if not any(option in text for text in helps)] == []


def test_every_command_and_table_is_documented(tradestats: Run) -> None:
    commands = _commands(tradestats)
    assert commands
    assert [command for command in commands if f"tradestats {command}" not in _README] == []
    assert [table for table in TABLES if f"`{table}`" not in _README] == []


def test_every_column_of_the_figures_is_documented() -> None:
    taken_for_granted = {"article_id", "source", "article", "published", "title"}
    assert [name for name in columns("figures") if f"`{name}`" not in _README and name not in taken_for_granted] == []


def test_every_path_named_exists() -> None:
    paths = re.findall(r"`((?:samples|tests|tradestats|\.ci)/[\w./-]*)`", _README)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []
