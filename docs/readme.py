"""Puts into README.md what the code prints today: the demo, the commands, the worlds.

uv run python docs/readme.py            # rewrite README.md
uv run python docs/readme.py --check    # exit status 1 if it is not current
"""

from __future__ import annotations

import argparse
import inspect
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import causalkit
from causalkit.cli.app import app

README = Path(__file__).parent.parent / "README.md"


def printed(*arguments: str) -> str:
    code = "from causalkit.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def demo() -> str:
    """The table and the verdict; the story stands above it anyway."""
    with tempfile.TemporaryDirectory() as folder:
        text = printed("demo", "--out", folder)
    table_and_verdict = text[: text.rindex("\n\n")].split("\n\n", maxsplit=1)[1]
    return f"```\n{table_and_verdict}\n```"


def commands() -> str:
    rows = ["| command | what it does |", "|---|---|"]
    for command in app.registered_commands:
        name = command.callback.__name__.replace("_", "-")
        rows.append(f"| `causalkit {name}` | {inspect.getdoc(command.callback).splitlines()[0]} |")
    return "\n".join(rows)


def worlds() -> str:
    rows = [
        f"| `{world.name}` | {world.title} | {world.question} |"
        for world in causalkit.shipped_worlds().values()
    ]
    return "\n".join(["| world | title | question |", "|---|---|---|", *rows])


def renewed(text: str) -> str:
    for name, make in {"demo": demo, "commands": commands, "worlds": worlds}.items():
        block = rf"(<!-- {name}: begin .*?-->\n).*?(<!-- {name}: end -->)"
        made = make()
        text = re.sub(block, lambda m, new=made: f"{m[1]}{new}\n{m[2]}", text, flags=re.DOTALL)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    old = README.read_text(encoding="utf-8")
    new = renewed(old)
    if given.check and old != new:
        sys.exit("README.md is not current: uv run python docs/readme.py")
    if not given.check:
        README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
