"""Every test of a picture leaves matplotlib as it found it."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest


@pytest.fixture(autouse=True)
def matplotlib_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MPLBACKEND", "agg")
    mpl.use("agg")
    before = dict(mpl.rcParams)
    yield
    from matplotlib import pyplot

    pyplot.close("all")
    assert dict(mpl.rcParams) == before
