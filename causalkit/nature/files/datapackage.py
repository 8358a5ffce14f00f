"""A Frictionless data package: one ``datapackage.json`` that describes a folder's files.

Each file is a resource with its size and SHA-256, so that ``frictionless validate``
notices a changed byte. CSV files are tabular resources with a Table Schema; the other
formats, which Frictionless reads only with extensions, are plain file resources. Every
resource carries our codebook and provenance under the key ``causalkit``.
Source: Frictionless Data, "Data Package (v1)".
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from causalkit.errors import DataFileError
from causalkit.nature.files import csv
from causalkit.nature.files.codebook import NOTICE
from causalkit.nature.files.description import described
from causalkit.nature.files.formats import Format
from causalkit.nature.survey import Codebook, Provenance, Variable

NAME = "datapackage.json"
KEY = "causalkit"
TYPES = {"boolean": "boolean", "integer": "integer", "number": "number", "category": "string"}


def load(path: Path) -> dict[str, Any]:
    """Read a data package, or begin a new one where there is none.

    Parameters
    ----------
    path : Path
        The ``datapackage.json``.

    Returns
    -------
    dict
        The package as it stands in the file.

    Raises
    ------
    DataFileError
        If the file exists and is no data package.
    """
    if not path.exists():
        return {"name": "causalkit-surveys", "description": NOTICE, "resources": []}
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DataFileError(f"{path} cannot be read as a data package: {error}.") from error
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(item, dict) for item in resources):
        raise DataFileError(
            f"{path} is not a data package: it has no list of resources. Move it away."
        )
    return dict(package)


def text(package: Mapping[str, Any]) -> str:
    r"""Return a data package as the text of its file, the same bytes every time.

    Parameters
    ----------
    package : mapping
        The package.

    Returns
    -------
    str
        Indented JSON.

    Examples
    --------
    >>> text({"resources": []})
    '{\n  "resources": []\n}\n'
    """
    return json.dumps(package, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def with_resource(
    package: Mapping[str, Any], resource: Mapping[str, Any], folder: Path
) -> dict[str, Any]:
    """Return a package with a resource added, or replaced where it has the same path.

    Parameters
    ----------
    package : mapping
        The package so far.
    resource : mapping
        What :func:`resource_of` returned.
    folder : Path
        Where the package lies; resources of ours whose file is gone are dropped.

    Returns
    -------
    dict
        A new package; everything else in it is kept as it was.
    """
    kept = [other for other in package["resources"] if not _is_gone(other, folder)]
    paths = [other.get("path") for other in kept]
    position = paths.index(resource["path"]) if resource["path"] in paths else len(kept)
    before, after = kept[:position], kept[position + 1 :]
    named = {**resource, "name": _unused(resource["name"], before + after)}
    return {**package, "resources": [*before, named, *after]}


def resource_of(
    file: Path, form: Format, survey: tuple[Codebook, Provenance], size: int, sha256: str
) -> dict[str, Any]:
    """Describe a data file as a resource.

    Parameters
    ----------
    file : Path
        The data file, beside the package.
    form : Format
        Its format.
    survey : tuple of Codebook and Provenance
        What stands in it and where it came from.
    size : int
        Its size in bytes.
    sha256 : str
        SHA-256 of its content, hexadecimal.

    Returns
    -------
    dict
        One entry for the package's list of resources.
    """
    codebook, provenance = survey
    tabular = form.ending == ".csv"
    resource: dict[str, Any] = {
        "name": re.sub(r"[^-a-z0-9._]", "-", file.name.lower()),
        "type": "table" if tabular else "file",
        "path": file.name,
        "title": provenance.title,
        "description": NOTICE,
        "format": form.ending.removeprefix("."),
        "mediatype": form.media_type,
        "bytes": size,
        "hash": f"sha256:{sha256}",
    }
    if tabular:
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
        resource |= {"schema": schema(codebook)}
    return resource | {KEY: described(codebook, provenance)}


def schema(codebook: Codebook) -> dict[str, Any]:
    """Return the Table Schema of a CSV file.

    Parameters
    ----------
    codebook : Codebook
        Its columns.

    Returns
    -------
    dict
        Fields with name, type, title, description, unit and constraints.

    Examples
    --------
    >>> age = Variable("age", "Age", "years", "covariate", "integer", minimum=18)
    >>> schema(Codebook((age,)))["fields"][0]["constraints"]
    {'required': True, 'minimum': 18}
    """
    fields = [_field(variable) for variable in codebook.variables]
    return {"fields": fields, "missingValues": [""]}


def _field(variable: Variable) -> dict[str, Any]:
    source = f" Source: {variable.source}." if variable.source else ""
    field: dict[str, Any] = {
        "name": variable.name,
        "type": TYPES[variable.kind],
        "title": variable.label,
        "description": f"Role: {variable.role}.{source}",
        "unit": variable.unit,
        "constraints": _constraints(variable),
    }
    if variable.kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field


def _constraints(variable: Variable) -> dict[str, Any]:
    found: dict[str, Any] = {"required": not variable.missing}
    if variable.kind == "category":
        found["enum"] = list(csv.labels(variable))
    if variable.kind in ("integer", "number"):
        ends = {"minimum": variable.minimum, "maximum": variable.maximum}
        exact = int if variable.kind == "integer" else float
        found |= {name: exact(end) for name, end in ends.items() if math.isfinite(end)}
    return found


def _is_gone(resource: Mapping[str, Any], folder: Path) -> bool:
    return KEY in resource and not (folder / str(resource.get("path"))).exists()


def _unused(name: str, others: list[dict[str, Any]]) -> str:
    taken = {other.get("name") for other in others}
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
