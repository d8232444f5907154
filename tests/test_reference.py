"""The reference and the manual page say what the commands say, and the shells complete what there is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENVIRONMENT, REPOSITORY, Run
from tools import build_reference

from tradestats.cli import EXIT_CODES
from tradestats.derived import DERIVED
from tradestats.model import TABLES


@pytest.mark.parametrize("name", ["reference.md", "tradestats.1"])
def test_it_is_not_stale(name: str) -> None:
    written = (REPOSITORY / "tradestats" / "docs" / name).read_text(encoding="utf-8")
    assert written == build_reference.pages()[name], "run python tests/tools/build_reference.py"


def test_every_command_and_option_is_in_it(tradestats: Run) -> None:
    text = (REPOSITORY / "tradestats" / "docs" / "reference.md").read_text(encoding="utf-8")
    for command in build_reference.commands():
        assert f"## tradestats {command.name}" in text
        said = tradestats(command.name, "-h").stdout.partition("Options:")[2]
        options = set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", said, re.MULTILINE)) - {"--help", "--version"}
        section = text.partition(f"## tradestats {command.name}\n")[2].partition("\n## ")[0]
        assert [option for option in sorted(options) if option not in section] == []


def test_every_option_says_what_it_does() -> None:
    silent = [(c.name, o.form) for c in build_reference.commands() for o in (*c.arguments, *c.options) if not o.help]
    assert silent == []


def test_every_table_is_in_it_and_in_the_schema(tradestats: Run) -> None:
    text = (REPOSITORY / "tradestats" / "docs" / "reference.md").read_text(encoding="utf-8")
    for table in (*TABLES, *DERIVED):
        assert f"## Table {table}\n" in text
        assert tradestats("schema", table).stdout.startswith(f"{table}: ")


def test_exit_codes_are_those_of_the_program() -> None:
    from tradestats import console

    assert {console.FAILED, console.USAGE, console.CONTRADICTED, console.PIPE_CLOSED} <= {int(code) for code in EXIT_CODES}


def test_the_manual_page_is_good_troff() -> None:
    page = REPOSITORY / "tradestats" / "docs" / "tradestats.1"
    for tool in ("groff", "mandoc"):
        if shutil.which(tool):
            arguments = ["-man", "-Tutf8", "-ww"] if tool == "groff" else ["-Wwarning", "-Tutf8"]
            done = subprocess.run([tool, *arguments, page], capture_output=True, text=True)
            assert done.stderr == ""
            assert "--as-of" in re.sub(".\x08", "", done.stdout)  # bold is struck over
            return
    pytest.skip("neither groff nor mandoc is installed")


def test_it_is_installed_with_the_package() -> None:
    import tomllib

    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    shared = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared["tradestats/docs/tradestats.1"] == "share/man/man1/tradestats.1"


# ------------------------------------------------------------------ completion


@pytest.mark.parametrize(
    ("line", "wanted"), [("tradestats ch", "check"), ("tradestats extract --styl", "--style"), ("tradestats extract --table ", "figures")]
)
def test_bash_completes(line: str, wanted: str, tmp_path: Path) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    command = tmp_path / "tradestats"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tradestats "$@"\n')
    command.chmod(0o755)
    words = line.split(" ")
    asked = f"""
        eval "$(tradestats completion bash)"
        COMP_WORDS=({" ".join(words[:-1])} '{words[-1]}'); COMP_CWORD={len(words) - 1}
        _tradestats_completion tradestats
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    environment = {**ENVIRONMENT, "PATH": f"{tmp_path}{os.pathsep}{ENVIRONMENT['PATH']}"}
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, env=environment)
    assert wanted in done.stdout.split(), done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_its_script(tradestats: Run, shell: str, tmp_path: Path) -> None:
    done = tradestats("completion", shell)
    assert done.returncode == 0
    assert "_TRADESTATS_COMPLETE=complete_" in done.stdout
    if shutil.which(shell):
        script = tmp_path / "script"
        script.write_text(done.stdout)
        assert subprocess.run([shell, "-n", script], capture_output=True).returncode == 0


def test_no_other_shell(tradestats: Run) -> None:
    assert tradestats("completion", "csh").returncode == 2
