"""The command line: thin, and quick to answer; what is heavy is loaded when it is needed.

A room a theme: each module adds its commands to the app.
"""

from bereik.cli import (
    app_command,
    comparing,
    experiments,
    gemeente,
    looking_up,
    nederland,
    one_run,
    pairing,
    personas,
    report,
    validating,
    why,
)
from bereik.cli.app import app, main

__all__ = [
    "app", "app_command", "comparing", "experiments", "gemeente", "looking_up", "main",
    "nederland", "one_run", "pairing", "personas", "report", "validating", "why",
]
