"""The formats a survey can be written in, and which one a file name asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from causalkit.errors import DataFileError, did_you_mean
from causalkit.nature.files import csv, parquet, spss, stata
from causalkit.nature.survey import Codebook, Provenance


@dataclass(frozen=True)
class Format:
    """One way to store a survey.

    Parameters
    ----------
    ending : str
        Ending of the file name, with its dot.
    name : str
        What people call the format.
    media_type : str
        Its media type, for the data package.
    check : callable
        ``check(codebook, rows)`` raises DataFileError where the format cannot hold the survey.
    save : callable
        ``save(blocks, codebook, provenance, path)`` writes the file and returns the rows.
    """

    ending: str
    name: str
    media_type: str
    check: Callable[[Codebook, int], None]
    save: Callable[[Iterable[pd.DataFrame], Codebook, Provenance, Path], int]


FORMATS = {
    form.ending: form
    for form in (
        Format(".csv", "CSV", "text/csv", csv.check, csv.save),
        Format(
            ".parquet", "Parquet", "application/vnd.apache.parquet", parquet.check, parquet.save
        ),
        Format(".dta", "Stata", "application/x-stata-dta", stata.check, stata.save),
        Format(".sav", "SPSS", "application/x-spss-sav", spss.check, spss.save),
    )
}


def format_of(path: Path) -> Format:
    """Return the format that the ending of a file name asks for.

    Parameters
    ----------
    path : Path
        The file to write.

    Returns
    -------
    Format
        The format; capital letters in the ending make no difference.

    Raises
    ------
    DataFileError
        If the ending belongs to no format.

    Examples
    --------
    >>> format_of(Path("survey.dta")).name
    'Stata'
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        known = ", ".join(f"{form.ending} ({form.name})" for form in FORMATS.values())
        hint = did_you_mean(ending, FORMATS) if ending else ""
        raise DataFileError(f"{path.name} does not end in one of {known}.{hint}")
    return FORMATS[ending]
