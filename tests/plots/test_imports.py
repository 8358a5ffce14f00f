from __future__ import annotations

import subprocess
import sys


def test_importing_the_plots_loads_neither_matplotlib_nor_graphviz():
    code = (
        "import sys, causalkit.plots;"
        "heavy = {'matplotlib', 'pygraphviz', 'scipy', 'statsmodels', 'dowhy'};"
        "print(*{name.split('.')[0] for name in sys.modules} & heavy)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert finished.stdout.split() == []
