"""Stata files (.dta, release 118: Stata 14 and later) with variable and value labels.

The writer needs the whole table in memory, so it refuses more than 1 000 000 rows;
Parquet has no such limit. The date in the header is fixed, so that the same survey
always gives the same bytes. Source: StataCorp, "Description of .dta file format 118".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.files import labelled
from causalkit.nature.survey import Codebook, Provenance

LONGEST_NAME = 32
_RESERVED = re.compile(
    "_all|_b|_coef|_cons|_n|_N|_pi|_pred|_rc|_skip|byte|double|float|if|in|int|long|str[0-9]+|strL"
    "|using|with"
)
_BEFORE_DATE = b"<timestamp>\x11"
_DATE = b"01 Jan 2000 00:00"


def check(codebook: Codebook, rows: int) -> None:
    """Refuse a survey that a Stata file cannot hold.

    Parameters
    ----------
    codebook : Codebook
        What is to be written.
    rows : int
        How many rows are coming.

    Raises
    ------
    DataFileError
        If Stata would not accept a variable's name, or there are more than 1 000 000 rows.
    """
    labelled.refuse_too_long(rows, "Stata")
    for name in codebook.names:
        if len(name) > LONGEST_NAME:
            raise DataFileError(
                f'"{name}" has {len(name)} characters, but Stata names have at most '
                f"{LONGEST_NAME}; rename it."
            )
        if not name.isidentifier():
            raise DataFileError(
                f'"{name}" is no Stata name: only letters, digits and underscores, '
                f"no digit first; rename it."
            )
        if _RESERVED.fullmatch(name):
            raise DataFileError(f'"{name}" is a reserved word of Stata; rename it.')


def save(
    blocks: Iterable[pd.DataFrame], codebook: Codebook, provenance: Provenance, path: Path
) -> int:
    """Write the survey with all its labels; needs the whole table in memory.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey, some rows at a time, together at most 1 000 000.
    codebook : Codebook
        Its columns.
    provenance : Provenance
        Its title becomes the label of the file.
    path : Path
        The file to write.

    Returns
    -------
    int
        Number of rows written.

    Raises
    ------
    DataFileError
        If there are too many rows, or a value that the format cannot hold.
    """
    import pyreadstat

    frame = labelled.as_numbers(blocks, codebook, "Stata")
    short = partial(labelled.cut_at_word, limit=80)
    with labelled.reported("Stata"):
        pyreadstat.write_dta(
            frame,
            path,
            version=14,
            file_label=short(f"Synthetic data: {provenance.title}"),
            column_labels=labelled.variable_labels(codebook, short),
            variable_value_labels=labelled.value_labels(
                codebook, partial(labelled.cut_at_word, limit=32_000, size=labelled.bytes_of)
            ),
        )
    _fix_date(path)
    return len(frame)


def _fix_date(path: Path) -> None:
    with path.open("rb") as file:
        header = file.read(1_024)
    labelled.overwrite(path, header.index(_BEFORE_DATE) + len(_BEFORE_DATE), _DATE)
