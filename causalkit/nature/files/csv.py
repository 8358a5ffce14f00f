"""Comma-separated values: the format every program reads, and the easiest to misread.

Booleans are written as ``true`` and ``false``, missing values as nothing at all,
categories by their labels. A spreadsheet takes a cell that begins with ``=``, ``+``,
``-`` or ``@`` for a formula and runs it, so such labels are written with a leading
apostrophe, and read back without it. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.files.blocks import empty
from causalkit.nature.parallel import ordered_map
from causalkit.nature.survey import Codebook, Provenance, Variable

# Apostrophes before the sign count too: otherwise "=a" and "'=a" would be written alike.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def check(codebook: Codebook, rows: int) -> None:  # noqa: ARG001 - every length fits
    """Refuse a survey that a CSV file could not hold unambiguously.

    Parameters
    ----------
    codebook : Codebook
        What is to be written.
    rows : int
        How many rows are coming.

    Raises
    ------
    DataFileError
        If a variable's name could be taken for a formula, or a missing value could be
        taken for an empty label or an empty line.
    """
    if len(codebook.variables) == 1 and codebook.variables[0].missing:
        raise DataFileError(
            f'a missing value of "{codebook.names[0]}" would be an empty line, because the CSV '
            f"file has no other column; write Parquet (.parquet) instead."
        )
    for variable in codebook.variables:
        if spelled(variable.name) != variable.name:
            raise DataFileError(
                f'a spreadsheet would take the column name "{variable.name}" for a formula; '
                f"rename it."
            )
        if "" in variable.values:
            raise DataFileError(
                f'"{variable.name}" has an empty label, which a CSV file could not tell '
                f"from a missing value; name it."
            )


def save(
    blocks: Iterable[pd.DataFrame],
    codebook: Codebook,
    provenance: Provenance,  # noqa: ARG001 - CSV has no place for it; the data package has
    path: Path,
) -> int:
    """Write the blocks one after another, encoding in several threads.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey; each block must own its memory, because a few are in work at once.
    codebook : Codebook
        Its columns.
    provenance : Provenance
        Kept in the data package beside the file.
    path : Path
        The file to write.

    Returns
    -------
    int
        Number of rows written.
    """
    renamed = {
        variable.name: labels(variable)
        for variable in codebook.variables
        if labels(variable) != variable.values
    }
    rows = 0
    with path.open("wb") as file:
        file.write(_encoded(empty(codebook), renamed, header=True)[0])
        for text, count in ordered_map(partial(_encoded, renamed=renamed), blocks):
            file.write(text)
            rows += count
    return rows


def load(path: Path, codebook: Codebook) -> pd.DataFrame:
    """Read a CSV file whose codebook is known.

    Parameters
    ----------
    path : Path
        The file to read.
    codebook : Codebook
        Its columns.

    Returns
    -------
    pandas.DataFrame
        The table in the dtypes of the codebook, labels without their apostrophes.

    Raises
    ------
    DataFileError
        If columns, values or labels are not those of the codebook.
    """
    import pyarrow
    import pyarrow.csv

    schema = pyarrow.Schema.from_pandas(empty(codebook), preserve_index=False)
    label = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    options = pyarrow.csv.ConvertOptions(
        column_types={
            field.name: label if pyarrow.types.is_dictionary(field.type) else field.type
            for field in schema
        },
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    lines = pyarrow.csv.ParseOptions(newlines_in_values=True)
    try:
        table = pyarrow.csv.read_csv(path, parse_options=lines, convert_options=options)
    except pyarrow.ArrowInvalid as error:
        raise DataFileError(f"{path} does not fit its codebook: {error}") from error
    if tuple(table.column_names) != codebook.names:
        raise DataFileError(f"{path} does not fit its codebook: its columns are others.")
    frame: pd.DataFrame = table.replace_schema_metadata(schema.metadata).to_pandas()
    categories = (item for item in codebook.variables if item.kind == "category")
    return frame.assign(**{item.name: _plain(frame[item.name], item) for item in categories})


def spelled(text: str) -> str:
    """Return a text as it is written into a cell.

    Parameters
    ----------
    text : str
        A category label or column name.

    Returns
    -------
    str
        The text, with a leading apostrophe where a spreadsheet would see a formula.
        Different texts stay different.

    Examples
    --------
    >>> spelled("=HYPERLINK(0)"), spelled("no use"), spelled("'=a")
    ("'=HYPERLINK(0)", 'no use', "''=a")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def labels(variable: Variable) -> tuple[str, ...]:
    """Return a category's labels as they stand in the file.

    Parameters
    ----------
    variable : Variable
        A row of the codebook.

    Returns
    -------
    tuple of str
        One text a label, in order; empty where the variable is no category.

    Examples
    --------
    >>> labels(Variable("use", "Use", "", "exposure", "category", ("none", "+1 a day")))
    ('none', "'+1 a day")
    """
    return tuple(spelled(label) for label in variable.values)


def _plain(column: pd.Series, variable: Variable) -> pd.Series:
    unknown = set(column.cat.categories).difference(labels(variable))
    if unknown:
        raise DataFileError(f'"{variable.name}" has no label "{min(unknown)}" in its codebook.')
    found = column.cat.set_categories(list(labels(variable)), ordered=variable.ordered)
    return found.cat.rename_categories(list(variable.values))


def _encoded(
    block: pd.DataFrame, renamed: dict[str, tuple[str, ...]], *, header: bool = False
) -> tuple[Any, int]:
    import pyarrow
    import pyarrow.csv

    safe = {name: block[name].cat.rename_categories(list(new)) for name, new in renamed.items()}
    table = pyarrow.Table.from_pandas(block.assign(**safe), preserve_index=False)
    sink = pyarrow.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=header, batch_size=65_536)
    pyarrow.csv.write_csv(table, sink, options)
    return sink.getvalue(), len(block)
