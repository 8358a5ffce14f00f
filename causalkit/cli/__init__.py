"""The command line: shows what the floors below compute, and computes nothing.

One file a command. Every command that reports takes ``--json`` and then prints one
JSON document that its schema in ``schemas/`` describes. Reports go to standard
output, progress and errors to standard error. The exit status is 0 when the command
did its work, 1 when it could not (with the reason), 2 when it was called wrongly.
"""

from causalkit.cli.app import main

__all__ = ["main"]
