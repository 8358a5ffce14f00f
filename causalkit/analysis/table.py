"""Reading a table of any origin."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from causalkit.errors import DataFileError


def read_table(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read data for an analysis.

    Parameters
    ----------
    path : path
        A file ending in .csv or .parquet.

    Returns
    -------
    pandas.DataFrame
        One row a person.

    Raises
    ------
    DataFileError
        If there is no such file, it has another ending, or cannot be understood.
    """
    source = Path(path)
    if not source.is_file():
        raise DataFileError(f"there is no file {source}.")
    ending = source.suffix.lower()
    if ending not in {".csv", ".parquet"}:
        raise DataFileError(f"{source.name} does not end in .csv or .parquet.")
    try:
        return pd.read_csv(source) if ending == ".csv" else pd.read_parquet(source)
    except (ValueError, OSError) as error:
        raise DataFileError(f"{source.name} cannot be read as {ending}: {error}") from error
