"""Write a survey and the data package that describes it, both or neither."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from causalkit.atomic import replacing
from causalkit.nature.files import datapackage
from causalkit.nature.files.blocks import checked, refuse_unusable_names
from causalkit.nature.files.formats import format_of
from causalkit.nature.survey import Codebook, Provenance


@dataclass(frozen=True)
class Written:
    """What was written.

    Parameters
    ----------
    paths : tuple of Path
        The data file and its ``datapackage.json``.
    rows : int
        Number of rows in the data file.
    bytes : int
        Size of the data file.
    sha256 : str
        SHA-256 of the data file, hexadecimal.
    """

    paths: tuple[Path, Path]
    rows: int
    bytes: int
    sha256: str


def write(
    blocks: Iterable[pd.DataFrame],
    codebook: Codebook,
    provenance: Provenance,
    path: str | os.PathLike[str],
) -> Written:
    r"""Write a survey in the format its file name asks for, with a data package beside it.

    CSV and Parquet are written block by block in constant memory. Stata and SPSS need the
    whole table and take at most 1 000 000 rows. Target, names and an existing data package
    are checked before the first block is asked for; if anything fails, nothing new remains
    and existing files are untouched.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey, some rows at a time (65 536 suit well), in the dtypes of the codebook.
        Each block must own its memory, because a few are in work at once.
    codebook : Codebook
        Exactly the columns of the blocks, in order.
    provenance : Provenance
        Where the survey came from; its ``n`` is the number of rows to come.
    path : path
        Where to write: a name ending in .csv, .parquet, .dta or .sav.

    Returns
    -------
    Written
        The files, and rows, size and checksum of the data file.

    Raises
    ------
    DataFileError
        If the survey cannot be written there or in that format.

    Examples
    --------
    >>> import tempfile
    >>> from causalkit.nature.survey import Variable
    >>> book = Codebook((Variable("pain", "Chronic pain", "", "covariate", "boolean"),))
    >>> drawn = Provenance("triangle", "Triangle", "", {}, 7, 2, (), 1.0, "0.1.0", "")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pain.csv"
    ...     written = write([pd.DataFrame({"pain": [True, False]})], book, drawn, file)
    ...     file.read_text()
    '"pain"\ntrue\nfalse\n'
    """
    target = Path(path)
    package = target.with_name(datapackage.NAME)
    form = format_of(target)
    refuse_unusable_names(codebook)
    form.check(codebook, provenance.n)
    datapackage.load(package)
    with replacing(target, package) as (data, description):
        rows = form.save(checked(blocks, codebook), codebook, provenance, data)
        size, sha256 = data.stat().st_size, _sha256(data)
        entry = datapackage.resource_of(target, form, (codebook, provenance), size, sha256)
        # read again: another file may have joined the package during a long run
        whole = datapackage.with_resource(datapackage.load(package), entry, target.parent)
        description.write_text(datapackage.text(whole), encoding="utf-8", newline="\n")
    return Written((target, package), rows, size, sha256)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
