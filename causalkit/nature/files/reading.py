"""Read a survey back: the table, its codebook and its provenance."""

from __future__ import annotations

import os
from pathlib import Path

from causalkit.errors import DataFileError
from causalkit.nature.files import csv, datapackage, parquet
from causalkit.nature.files.description import restored
from causalkit.nature.survey import SurveyData


def read(path: str | os.PathLike[str]) -> SurveyData:
    """Read a survey that was written as Parquet, or as CSV with its data package.

    Parameters
    ----------
    path : path
        A file ending in .parquet, or in .csv with its ``datapackage.json`` beside it.

    Returns
    -------
    SurveyData
        Equal to what was written: dtypes, labels, codebook and provenance.

    Raises
    ------
    DataFileError
        If the file is missing, has another ending, or nothing says what its columns mean.
    """
    source = Path(path)
    if not source.is_file():
        raise DataFileError(f"there is no file {source}.")
    if source.suffix.lower() == ".parquet":
        return parquet.load(source)
    if source.suffix.lower() == ".csv":
        return _csv(source)
    raise DataFileError(f"{source.name} does not end in .parquet or .csv, which can be read back.")


def _csv(source: Path) -> SurveyData:
    package = datapackage.load(source.with_name(datapackage.NAME))
    found = [item for item in package["resources"] if item.get("path") == source.name]
    if not found or datapackage.KEY not in found[0]:
        raise DataFileError(
            f"no {datapackage.NAME} beside {source} says what its columns mean; "
            f"read it with pandas.read_csv."
        )
    codebook, provenance = restored(found[0][datapackage.KEY], str(source))
    return SurveyData(csv.load(source, codebook), codebook, provenance)
