"""Each contender in a process of its own, which is ended when it does not answer in time."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from peers import PEERS

HERE = Path(__file__).parent
STARTING = 300


class Contender:
    """A library that answers questions, one at a time."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.process: subprocess.Popen[str] | None = None

    def ask(self, task: str, questions: str, limit: float) -> dict[str, Any]:
        if self.process is None:
            self._start()
            # What it takes to import a library is no part of an answer.
            self._answer({"task": "nothing", "questions": questions}, STARTING)
        started = time.perf_counter()
        reply = self._answer({"task": task, "questions": questions}, limit)
        return {"waited": time.perf_counter() - started, **reply}

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(self.process, self.lines), daemon=True).start()

    @staticmethod
    def _listen(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
        for line in process.stdout:
            lines.put(line)
        lines.put("")

    def _answer(self, request: dict[str, str], limit: float) -> dict[str, Any]:
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.lines.get(timeout=limit)
        except queue.Empty:
            self.end()
            return {"error": "limit"}
        except BrokenPipeError:
            line = ""
        if not line:
            self.end()
            return {"error": "it broke down"}
        return json.loads(line)


@contextmanager
def contenders(dagitty: Path | None, only: list[str] | None) -> Iterator[list[Contender]]:
    commands = {
        name: [sys.executable, str(HERE / "peers.py"), name]
        for name in PEERS
        if name != "pgmpy" or find_spec("pgmpy")
    }
    if dagitty and (node := shutil.which("node")):
        # A deep stack, since dagitty calls itself along paths.
        script = [str(HERE / "dagitty.mjs"), str(dagitty.resolve())]
        commands["dagitty.js"] = [node, "--stack-size=6000", *script]
        commands["dagitty.js, separator"] = [*commands["dagitty.js"], "separator"]
    for absent in {"pgmpy", "dagitty.js"} - set(commands):
        print(f"{absent} is not here, see --help", file=sys.stderr)
    rivals = [
        Contender(name, command)
        for name, command in commands.items()
        if only is None or name in only or name == "causalkit"
    ]
    try:
        yield rivals
    finally:
        for rival in rivals:
            rival.end()
