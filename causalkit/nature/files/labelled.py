"""What Stata and SPSS share: a whole table of numbers with labels written beside them.

In both formats a category is a number with a label. Booleans are stored as 0 (no)
and 1 (yes), categories as 1, 2, … in the order of the codebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from causalkit.errors import DataFileError
from causalkit.nature.files.blocks import empty
from causalkit.nature.survey import Codebook, Variable

MOST_ROWS = 1_000_000
# both formats store large whole numbers as doubles
LARGEST_EXACT = 2**53


def refuse_too_long(rows: int, name: str) -> None:
    """Refuse more rows than fit through a format that needs the whole table at once.

    Parameters
    ----------
    rows : int
        How many rows are to be written.
    name : str
        Name of the format.

    Raises
    ------
    DataFileError
        If there are more than 1 000 000 rows.

    Examples
    --------
    >>> refuse_too_long(2_000_000, "Stata")
    Traceback (most recent call last):
    causalkit.errors.DataFileError: a Stata file needs the whole table in memory and is written \
for at most 1,000,000 rows; write Parquet (.parquet) instead.
    """
    if rows > MOST_ROWS:
        raise DataFileError(
            f"a {name} file needs the whole table in memory and is written for at most "
            f"{MOST_ROWS:,} rows; write Parquet (.parquet) instead."
        )


def as_numbers(blocks: Iterable[pd.DataFrame], codebook: Codebook, name: str) -> pd.DataFrame:
    """Return the whole survey as one table of numbers.

    Parameters
    ----------
    blocks : iterable of pandas.DataFrame
        The survey, some rows at a time.
    codebook : Codebook
        Its columns.
    name : str
        Name of the format, for the error.

    Returns
    -------
    pandas.DataFrame
        Booleans as 0 and 1, categories as 1, 2, …, missing values as missing.

    Raises
    ------
    DataFileError
        If there are more than 1 000 000 rows, or a whole number of more than 53 bits.
    """
    parts = [empty(codebook)]
    rows = 0
    for block in blocks:
        rows += len(block)
        refuse_too_long(rows, name)
        parts.append(block)
    whole = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(
        {item.name: _numbers(whole[item.name], item) for item in codebook.variables}
    )


@contextmanager
def reported(name: str) -> Iterator[None]:
    """Turn what the writing library objects to into an error of ours.

    Parameters
    ----------
    name : str
        Name of the format.

    Raises
    ------
    DataFileError
        If the format cannot hold a value, for example an infinite one in Stata.
    """
    import pyreadstat

    try:
        yield
    except pyreadstat.ReadstatError as error:
        raise DataFileError(
            f"a {name} file cannot hold this survey: {error}; write Parquet (.parquet) instead."
        ) from error


def value_labels(
    codebook: Codebook, cut: Callable[[str], str]
) -> dict[str, dict[int | float, str]]:
    """Return the label of every stored number.

    Parameters
    ----------
    codebook : Codebook
        The columns.
    cut : callable
        Shortens a label to what the format holds.

    Returns
    -------
    dict
        For each boolean and category, its numbers and their labels.

    Examples
    --------
    >>> sex = Variable("sex", "Sex", "", "covariate", "category", ("female", "male"))
    >>> value_labels(Codebook((sex,)), str)
    {'sex': {1: 'female', 2: 'male'}}
    """
    found: dict[str, dict[int | float, str]] = {}
    for item in codebook.variables:
        if item.kind == "boolean":
            found[item.name] = {0: "no", 1: "yes"}
        elif item.kind == "category":
            found[item.name] = {code: cut(text) for code, text in enumerate(item.values, 1)}
    return found


def variable_labels(codebook: Codebook, cut: Callable[[str], str]) -> dict[str, str | None]:
    """Return the label of every variable, with its unit in brackets.

    Parameters
    ----------
    codebook : Codebook
        The columns.
    cut : callable
        Shortens a label to what the format holds.

    Returns
    -------
    dict
        One label a variable.

    Examples
    --------
    >>> age = Variable("age", "Age", "years", "covariate", "integer")
    >>> variable_labels(Codebook((age,)), str)
    {'age': 'Age [years]'}
    """
    units = {item.name: f" [{item.unit}]" if item.unit else "" for item in codebook.variables}
    return {item.name: cut(f"{item.label}{units[item.name]}") for item in codebook.variables}


def cut_at_word(text: str, limit: int, size: Callable[[str], int] = len) -> str:
    """Return a text shortened to a limit, if possible after a whole word.

    Parameters
    ----------
    text : str
        A label.
    limit : int
        The greatest size.
    size : callable, optional
        Measures a text; by default in characters.

    Returns
    -------
    str
        The text, ending in an ellipsis where something was cut off.

    Examples
    --------
    >>> cut_at_word("used kratom in the past month", 20)
    'used kratom in the…'
    """
    if size(text) <= limit:
        return text
    short = text
    while size(f"{short}…") > limit:
        short = short[:-1]
    whole_words = short if text[len(short)] == " " else short.rpartition(" ")[0]
    return f"{whole_words.rstrip() or short}…"


def bytes_of(text: str) -> int:
    """Return the length of a text in UTF-8 bytes.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int
        Number of bytes.

    Examples
    --------
    >>> bytes_of("é")
    2
    """
    return len(text.encode())


def overwrite(path: Path, position: int, content: bytes) -> None:
    """Overwrite some bytes inside a file.

    Parameters
    ----------
    path : Path
        The file.
    position : int
        Where to begin, counted from 0.
    content : bytes
        What to put there.
    """
    with path.open("rb+") as file:
        file.seek(position)
        file.write(content)


def _numbers(column: pd.Series, variable: Variable) -> pd.Series:
    if variable.kind == "boolean":
        return column.astype("Int8" if variable.missing else "int8")
    if variable.kind == "category":
        codes = column.cat.codes.astype("Int32")
        return codes.where(codes >= 0) + 1
    if variable.kind == "integer" and not _is_exact(column):
        raise DataFileError(
            f'"{variable.name}" has numbers too large for Stata and SPSS, which keep 53 bits; '
            f"write Parquet (.parquet) instead."
        )
    return column


def _is_exact(column: pd.Series) -> bool:
    return bool(column.dropna().between(-LARGEST_EXACT, LARGEST_EXACT).all())
