"""Data files: the survey as colleagues would pass it on, with everything needed to read it.

A table that travels without its codebook is soon misread, and one without its
provenance cannot be drawn again. So every data file is written together with a
Frictionless ``datapackage.json`` that names each column's meaning, unit and range,
the world and seed it came from, and a checksum of the bytes. Parquet, Stata and SPSS
files carry their labels inside as well. A file is either written whole or not at
all: until the last row has arrived, the folder looks as it did before.

Examples
--------
>>> import tempfile
>>> from pathlib import Path
>>> import pandas as pd
>>> from causalkit.nature.survey import Codebook, Provenance, Variable
>>> book = Codebook((Variable("pain", "Chronic pain", "", "covariate", "boolean"),))
>>> drawn = Provenance("triangle", "Triangle", "", {}, 7, 3, (), 1.0, "0.1.0", "")
>>> blocks = [pd.DataFrame({"pain": [True, False]}), pd.DataFrame({"pain": [True]})]
>>> with tempfile.TemporaryDirectory() as folder:
...     written = write(blocks, book, drawn, Path(folder) / "pain.parquet")
...     read(written.paths[0]).frame["pain"].tolist()
[True, False, True]
>>> written.rows
3
"""

from causalkit.nature.files.codebook import markdown, write_codebook
from causalkit.nature.files.formats import FORMATS, Format
from causalkit.nature.files.reading import read
from causalkit.nature.files.writing import Written, write

__all__ = [
    "FORMATS",
    "Format",
    "Written",
    "markdown",
    "read",
    "write",
    "write_codebook",
]
