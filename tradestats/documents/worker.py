"""The process that reads documents, and the one that asks it. If it takes too long, too much memory, or dies, one document is lost.

On its standard input come a line `KIND LENGTH` and the bytes of a document, on its standard output go a line of JSON with what came of
it, and so on until the input ends. Nothing else is done in it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from threading import Timer
from typing import Any

SECONDS = 60.0
MEMORY = 3 << 29  # bytes of address space: 1.5 GB
_MANY = 200  # documents after which a fresh process is started, whatever a library has kept


class Unreadable(Exception):
    """A document cannot be read; the message is a phrase that says why."""


# ------------------------------------------------------------------ in the process that reads


def main() -> None:
    """Read documents until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):  # libraries talk
        os.dup2(silence, descriptor)
    requests = sys.stdin.buffer
    while line := requests.readline():
        kind, length = line.split()
        _bound()
        answers.write(json.dumps(_answer(kind.decode(), requests.read(int(length)))).encode() + b"\n")
        answers.flush()


def _bound() -> None:
    """No more memory than MEMORY, and no more time for one document than SECONDS, even if nobody waits for it any more."""
    try:
        import resource
    except ImportError:  # not on this system: the one that asks keeps the time
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + SECONDS) + 1, resource.RLIM_INFINITY))


def _answer(kind: str, data: bytes) -> dict[str, str]:
    from tradestats.documents.blocks import text_of

    try:
        blocks, published = import_module(f"tradestats.documents.{kind}").read(data)
        text = text_of(blocks).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
        return {"text": text, "published": published}
    except MemoryError:
        return {"error": "it takes too much memory"}
    except Unreadable as error:
        return {"error": str(error)}
    except Exception as error:  # whatever a library raises on a document that is broken
        return {"error": f"it is damaged, or no such file ({type(error).__name__}: {str(error)[:200]})"}


# ------------------------------------------------------------------ in the process that asks


class Worker:
    """A process that reads documents, started when it is needed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    def read(self, kind: str, data: bytes) -> tuple[str, str]:
        """The text of a document and its day of publication. Raises Unreadable."""
        process = self._process = self._process or _start()
        late = Timer(self._seconds, process.kill)
        late.start()
        try:
            answer = _ask(process, kind, data)
        except (OSError, ValueError):  # it died
            self.close()
            raise Unreadable(f"the library that reads it {'took too long' if late.finished.is_set() else 'crashed'}") from None
        finally:
            late.cancel()
        self._read += 1
        if "error" in answer or self._read % _MANY == 0:
            self.close()
        if "error" in answer:
            raise Unreadable(answer["error"])
        return answer["text"], answer["published"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()


def _start() -> subprocess.Popen[bytes]:
    """A process with our own search path, and nothing of the folder we happen to be in."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-c", "from tradestats.documents.worker import main; main()"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)


def _ask(process: subprocess.Popen[bytes], kind: str, data: bytes) -> dict[str, Any]:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(f"{kind} {len(data)}\n".encode())
    process.stdin.write(data)
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer
