"""The codebook as a page to read: what each column means, and that nobody in it is real."""

from __future__ import annotations

import math
import os
from pathlib import Path

from causalkit.atomic import replacing
from causalkit.nature.survey import Codebook, Provenance, Variable

NOTICE = (
    "Synthetic data, simulated for teaching causal inference. No row is a real person, "
    "and nothing here is medical advice."
)
COLUMNS = ("Variable", "Label", "Unit", "Role", "Values", "Missing", "Source")


def markdown(codebook: Codebook, provenance: Provenance) -> str:
    """Return the codebook as Markdown.

    Parameters
    ----------
    codebook : Codebook
        What the columns mean.
    provenance : Provenance
        Where the table came from.

    Returns
    -------
    str
        A title, the notice that the data are synthetic, the provenance, one table.

    Examples
    --------
    >>> age = Variable("age", "Age", "years", "covariate", "integer", minimum=18)
    >>> drawn = Provenance("triangle", "Triangle", "", {}, 7, 100, (), 1.0, "0.1.0", "")
    >>> print(markdown(Codebook((age,)), drawn).splitlines()[-1])
    | age | Age | years | covariate | integer, 18 or more |  |  |
    """
    lines = [f"# Codebook: {provenance.title or provenance.world}", "", NOTICE, ""]
    lines += [f"- {name}: {value}" for name, value in _facts(provenance).items() if value]
    lines += ["", _row(COLUMNS), _row(["---"] * len(COLUMNS))]
    lines += [_row(_cells(variable)) for variable in codebook.variables]
    return "\n".join(lines) + "\n"


def write_codebook(
    codebook: Codebook, provenance: Provenance, path: str | os.PathLike[str]
) -> Path:
    """Write the codebook as a Markdown file, whole or not at all.

    Parameters
    ----------
    codebook : Codebook
        What the columns mean.
    provenance : Provenance
        Where the table came from.
    path : path
        The file to write.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataFileError
        If the file cannot be written.
    """
    target = Path(path)
    with replacing(target) as (temporary,):
        temporary.write_text(markdown(codebook, provenance), encoding="utf-8", newline="\n")
    return target


def _facts(provenance: Provenance) -> dict[str, str]:
    knobs = ", ".join(f"{name} = {value:.15g}" for name, value in provenance.knobs.items())
    rate = provenance.response_rate
    return {
        "World": provenance.world,
        "Preset": provenance.preset,
        "Question": provenance.question,
        "Rows": str(provenance.n),
        "Seed": str(provenance.seed),
        "Response rate": "" if math.isnan(rate) else f"{rate:.1%}",
        "Knobs": knobs,
        "Changes": "; ".join(provenance.changes),
        "Made by": f"causalkit {provenance.version}",
    }


def _cells(variable: Variable) -> tuple[str, ...]:
    missing = "possible" if variable.missing else ""
    texts = (variable.name, variable.label, variable.unit, variable.role)
    return (*texts, _values(variable), missing, variable.source)


def _values(variable: Variable) -> str:
    if variable.kind == "category":
        return (" < " if variable.ordered else ", ").join(variable.values)
    return ", ".join(filter(None, (variable.kind, _range(variable))))


def _range(variable: Variable) -> str:
    low, high = variable.minimum, variable.maximum
    if variable.kind == "boolean" or (math.isinf(low) and math.isinf(high)):
        return ""
    if math.isinf(high):
        return f"{low:.15g} or more"
    return f"{high:.15g} or less" if math.isinf(low) else f"{low:.15g} to {high:.15g}"


def _row(cells: tuple[str, ...] | list[str]) -> str:
    safe = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"
