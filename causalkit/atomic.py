"""Files that appear whole or not at all.

A program that is stopped half-way must not leave half a data set behind, nor
destroy the one that was there. The new content is therefore prepared under a
temporary name in the same folder, forced to disk, and only then renamed: renaming
within a folder is a single step for the file system.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from causalkit.errors import DataFileError


@contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Prepare files under temporary names and put all of them in place at the end.

    Where anything raises inside the ``with`` block, nothing new remains and existing
    files are untouched. Only a crash between two renames could leave one file new and
    the other old.

    Parameters
    ----------
    *targets : Path
        The files to write; they may exist, their folders must.

    Yields
    ------
    tuple of Path
        One empty file a target, in the target's folder, to be filled.

    Raises
    ------
    DataFileError
        If a target cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "note.txt"
    ...     with replacing(target) as (temporary,):
    ...         _ = temporary.write_text("whole")
    ...     target.read_text()
    'whole'
    """
    for target in targets:
        _refuse_unwritable(target)
    temporaries = tuple(
        target.with_name(f".{secrets.token_hex(8)}{target.suffix}.part") for target in targets
    )
    try:
        for temporary in temporaries:
            temporary.touch(exist_ok=False)
        yield temporaries
        for temporary in temporaries:
            _force_to_disk(temporary)
        for temporary, target in zip(temporaries, targets, strict=True):
            temporary.replace(target)
    except OSError as error:
        names = " and ".join(str(target) for target in targets)
        raise DataFileError(f"cannot write {names}: {error.strerror or error}.") from error
    finally:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)


def _refuse_unwritable(target: Path) -> None:
    if not target.parent.is_dir():
        raise DataFileError(f"cannot write {target}: the folder {target.parent} does not exist.")
    if not os.access(target.parent, os.W_OK):
        raise DataFileError(f"cannot write {target}: the folder is read-only.")
    if target.exists() and not target.is_file():
        raise DataFileError(f"cannot write {target}: it exists and is not a regular file.")
    if target.exists() and not os.access(target, os.W_OK):
        raise DataFileError(f"cannot write {target}: the file is read-only.")


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
