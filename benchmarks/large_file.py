"""How much memory a very large survey takes on its way to a file.

Writes the world of `benchmarks/generation.py` through the command line, in a process of
its own, into a temporary folder, and prints time and peak memory of that process.

    uv run python benchmarks/large_file.py --rows 100000000 --ending parquet
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generation import WORLD


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--ending", choices=["parquet", "csv"], default="parquet")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "twelve.world"
        world.write_text(WORLD, encoding="utf-8")
        target = Path(folder) / f"large.{given.ending}"
        command = [sys.executable, "-c", "from causalkit.cli import main; main()"]
        command += ["sample", str(world), "-n", str(given.rows), "-o", str(target)]
        started = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = target.stat().st_size / 2**20
    print(f"{given.rows:,} rows: {seconds:.1f} s, peak memory {peak:.0f} MiB, file {size:.0f} MiB")


if __name__ == "__main__":
    main()
