"""How long it takes to write a survey, and how much memory, against pandas and pyarrow.

Run with ``uv run python benchmarks/writing.py``. A table of a million rows and twelve
columns (four booleans, four small integers, four floats) is written in every way in
turn, five times over, so that a busy moment of the machine hits all alike; medians are
compared. Ours includes what the others leave out: forcing the file to disk, its SHA-256
and the data package. Memory is the peak of a fresh process that streams blocks of 65 536
rows, the interpreter and its libraries included.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.csv
import pyarrow.parquet

from causalkit.nature.files import write
from causalkit.nature.survey import Codebook, Provenance, Variable

ROWS = 1_000_000
BLOCK = 65_536
REPEATS = 5
BOOK = Codebook(
    (
        *(Variable(f"b{i}", "", "", "covariate", "boolean") for i in range(4)),
        *(
            Variable(f"i{i}", "", "", "covariate", "integer", minimum=0, maximum=27)
            for i in range(4)
        ),
        *(Variable(f"x{i}", "", "", "covariate", "number") for i in range(4)),
    )
)


def table(rows: int, seed: int = 1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    columns = {f"b{i}": generator.random(rows) < 0.3 for i in range(4)}
    columns |= {f"i{i}": generator.integers(0, 28, rows).astype(np.int8) for i in range(4)}
    columns |= {f"x{i}": generator.normal(size=rows) for i in range(4)}
    return pd.DataFrame(columns)


def blocks(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, len(frame), BLOCK):
        yield frame.iloc[start : start + BLOCK]


def ours(frame: pd.DataFrame, path: Path) -> None:
    drawn = Provenance("benchmark", "", "", {}, 1, len(frame), (), 1.0, "", "")
    write(blocks(frame), BOOK, drawn, path)


def with_pandas(frame: pd.DataFrame, path: Path) -> None:
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_parquet(path, index=False)


def with_pyarrow(frame: pd.DataFrame, path: Path) -> None:
    whole = pyarrow.Table.from_pandas(frame, preserve_index=False)
    if path.suffix == ".csv":
        pyarrow.csv.write_csv(whole, path)
    else:
        pyarrow.parquet.write_table(whole, path)


def seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compare_times(folder: Path) -> None:
    frame = table(ROWS)
    ways = {"pandas": with_pandas, "pyarrow": with_pyarrow, "causalkit": ours}
    print(f"{'10⁶ × 12':<10}{'way':<12}{'seconds':>9}{'× pyarrow':>11}{'MiB':>8}")
    for ending in (".csv", ".parquet"):
        paths = {name: folder / f"{name}{ending}" for name in ways}
        times = {name: [0.0] * REPEATS for name in ways}
        for repeat in range(REPEATS):
            for name, way in ways.items():
                times[name][repeat] = seconds(partial(way, frame, paths[name]))
        medians = {name: statistics.median(found) for name, found in times.items()}
        for name, median in medians.items():
            ratio, size = median / medians["pyarrow"], paths[name].stat().st_size / 2**20
            print(f"{ending:<10}{name:<12}{median:>9.2f}{ratio:>11.2f}{size:>8.0f}")


def stream_and_print_peak(path: Path, count: int) -> None:
    drawn = Provenance("benchmark", "", "", {}, 1, count * BLOCK, (), 1.0, "", "")
    write((table(BLOCK, seed) for seed in range(count)), BOOK, drawn, path)
    # Not getrusage: a child's maximum there begins with the memory of its parent.
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1_024)


def compare_peaks(folder: Path) -> None:
    print(f"\n{'peak MiB':<12}{'rows':>12}{'MiB':>8}")
    for ending in (".csv", ".parquet"):
        for count in (4, 16, 153):
            command = [sys.executable, __file__, str(folder / f"stream{ending}"), str(count)]
            found = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{ending:<12}{count * BLOCK:>12,}{int(found.stdout):>8}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        stream_and_print_peak(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as place:
            compare_times(Path(place))
            compare_peaks(Path(place))
