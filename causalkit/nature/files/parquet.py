"""Parquet: columns stored one by one, compact, typed, and quick to read in part.

Codebook and provenance stand in the schema's metadata under the key ``causalkit``,
beside the metadata from which ``pandas.read_parquet`` restores every dtype.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.files.blocks import empty
from causalkit.nature.files.description import described, restored
from causalkit.nature.survey import Codebook, Provenance, SurveyData

KEY = b"causalkit"
FEWEST_ROWS = 2**17
MOST_ROWS = 2**18


def check(codebook: Codebook, rows: int) -> None:
    """Refuse nothing: Parquet holds every survey.

    Parameters
    ----------
    codebook : Codebook
        What is to be written.
    rows : int
        How many rows are coming.
    """


def save(
    blocks: Iterable[pd.DataFrame], codebook: Codebook, provenance: Provenance, path: Path
) -> int:
    """Write the blocks in row groups of 131 072 to 262 144 rows.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey, some rows at a time.
    codebook : Codebook
        Its columns.
    provenance : Provenance
        Where it came from.
    path : Path
        The file to write.

    Returns
    -------
    int
        Number of rows written.
    """
    import pyarrow
    import pyarrow.parquet

    schema = _schema(codebook, provenance)
    # a dictionary of distinct values only costs time where every value is different
    repeating = [item.name for item in codebook.variables if item.kind != "number"]
    rows = 0
    with pyarrow.parquet.ParquetWriter(
        path, schema, compression="snappy", use_dictionary=repeating
    ) as writer:
        tables = (
            pyarrow.Table.from_pandas(block, schema=schema, preserve_index=False)
            for block in blocks
        )
        for group in _row_groups(tables):
            writer.write_table(group, row_group_size=MOST_ROWS)
            rows += group.num_rows
    return rows


def load(path: Path) -> SurveyData:
    """Read a Parquet file that :func:`save` wrote.

    Parameters
    ----------
    path : Path
        The file to read.

    Returns
    -------
    SurveyData
        The table, its codebook and its provenance.

    Raises
    ------
    DataFileError
        If the file is no Parquet file or carries no codebook.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path)
    except pyarrow.ArrowInvalid as error:
        raise DataFileError(f"{path} is not a Parquet file: {error}") from error
    metadata = table.schema.metadata or {}
    if KEY not in metadata:
        raise DataFileError(f"{path} carries no codebook; read it with pandas.read_parquet.")
    codebook, provenance = restored(json.loads(metadata[KEY]), str(path))
    return SurveyData(_with_all_labels(table.to_pandas(), codebook), codebook, provenance)


def _schema(codebook: Codebook, provenance: Provenance) -> Any:  # noqa: ANN401 - pyarrow is untyped
    import pyarrow

    schema = pyarrow.Schema.from_pandas(empty(codebook), preserve_index=False)
    text = json.dumps(described(codebook, provenance), ensure_ascii=False, allow_nan=False)
    return schema.with_metadata({**schema.metadata, KEY: text.encode()})


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    import pyarrow

    waiting: list[Any] = []
    rows = 0
    for table in tables:
        waiting.append(table)
        rows += table.num_rows
        if rows >= FEWEST_ROWS:
            yield pyarrow.concat_tables(waiting)
            waiting, rows = [], 0
    if waiting:
        yield pyarrow.concat_tables(waiting)


def _with_all_labels(frame: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Restore labels that no row uses, which a Parquet file of no rows forgets."""
    labelled = {
        item.name: frame[item.name].cat.set_categories(list(item.values))
        for item in codebook.variables
        if item.kind == "category"
    }
    return frame.assign(**labelled)
