"""SPSS files (.sav) with variable labels, value labels and levels of measurement.

The writer needs the whole table in memory, so it refuses more than 1 000 000 rows;
Parquet has no such limit. The date in the header is fixed, so that the same survey
always gives the same bytes. Source: IBM, "SPSS Statistics: Variable names".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Literal

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.files import labelled
from causalkit.nature.survey import Codebook, Provenance, Variable

LONGEST_NAME = 64
_RESERVED = re.compile("all|and|by|eq|ge|gt|le|lt|ne|not|or|to|with", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]([\w.$#@]*[\w$#@])?")
# File header record: 9 bytes of date and 8 bytes of time follow the compression bias.
_DATE_POSITION = 92
_DATE = b"01 Jan 0000:00:00"


def check(codebook: Codebook, rows: int) -> None:
    """Refuse a survey that an SPSS file cannot hold.

    Parameters
    ----------
    codebook : Codebook
        What is to be written.
    rows : int
        How many rows are coming.

    Raises
    ------
    DataFileError
        If SPSS would not accept a variable's name, two names differ in capital letters
        only, or there are more than 1 000 000 rows.
    """
    labelled.refuse_too_long(rows, "SPSS")
    seen: dict[str, str] = {}
    for name in codebook.names:
        _refuse_name(name)
        if name.casefold() in seen:
            raise DataFileError(
                f'"{seen[name.casefold()]}" and "{name}" are the same name to SPSS, which '
                f"ignores capital letters; rename one."
            )
        seen[name.casefold()] = name


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

    frame = labelled.as_numbers(blocks, codebook, "SPSS")
    cut = partial(labelled.cut_at_word, size=labelled.bytes_of)
    with labelled.reported("SPSS"):
        pyreadstat.write_sav(
            frame,
            path,
            row_compress=True,
            file_label=cut(f"Synthetic data: {provenance.title}", 64),
            column_labels=labelled.variable_labels(codebook, partial(cut, limit=256)),
            variable_value_labels=labelled.value_labels(codebook, partial(cut, limit=120)),
            variable_measure={item.name: _measure(item) for item in codebook.variables},
            variable_format={
                item.name: "F8.0" for item in codebook.variables if item.kind != "number"
            },
        )
    labelled.overwrite(path, _DATE_POSITION, _DATE)
    return len(frame)


def _refuse_name(name: str) -> None:
    if labelled.bytes_of(name) > LONGEST_NAME:
        raise DataFileError(
            f'"{name}" is too long for SPSS, whose names have at most {LONGEST_NAME} bytes; '
            f"rename it."
        )
    if not _NAME.fullmatch(name):
        raise DataFileError(
            f'"{name}" is no SPSS name: a letter first, then letters, digits and . _ $ # @, '
            f"no full stop at the end; rename it."
        )
    if _RESERVED.fullmatch(name):
        raise DataFileError(f'"{name}" is a reserved word of SPSS; rename it.')


def _measure(variable: Variable) -> Literal["nominal", "ordinal", "scale"]:
    if variable.kind in ("integer", "number"):
        return "scale"
    return "ordinal" if variable.ordered else "nominal"
