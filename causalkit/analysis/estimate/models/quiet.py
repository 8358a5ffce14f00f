"""Fitting silently: no warnings of third parties, one thread."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any

import numpy as np


@contextmanager
def quiet() -> Iterator[None]:
    """Fit without warnings of third parties, and on one thread.

    The matrices here are tall and narrow. Several threads spend longer on waiting for
    each other than on the sums, and the sums would depend on their number.

    Yields
    ------
    None

    Examples
    --------
    >>> with quiet():
    ...     warnings.warn("of no concern to a user", stacklevel=1)
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"), _one_thread():
        # Once loaded it asks for all of its warnings, so it is loaded before they are silenced.
        import statsmodels.tools.sm_exceptions  # noqa: F401  # loading it is all that is wanted

        warnings.simplefilter("ignore")
        yield


def _one_thread() -> AbstractContextManager[Any]:
    limit: AbstractContextManager[Any] = _linear_algebra().limit(limits=1, user_api="blas")
    return limit


@cache
def _linear_algebra() -> Any:  # noqa: ANN401  # the library has no types
    # Loaded first, because only libraries that are loaded can be found.
    import scipy.linalg  # noqa: F401  # loading it is all that is wanted
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
