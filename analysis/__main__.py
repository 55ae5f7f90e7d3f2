"""The command line: `jenjang build`, `check`, `code`, `ingest`, `suggest`, `verify`, `reanchor` and others.

Exit code 0 only on success. What a person can mend is said in a sentence, without a traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.commands import building, claims, coding, material  # noqa: F401
from analysis.commands.app import app, err
from analysis.errors import AnalysisError


def main() -> None:
    """Run a command; a mistake that the person can mend ends with a sentence and exit code 1."""
    try:
        app()
    except AnalysisError as error:
        err.print(str(error))
        sys.exit(1)
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "the study's folder"
        err.print(f"{name}: the system refuses ({error.strerror or error}). Mend its permissions or choose another.")
        sys.exit(1)


if __name__ == "__main__":
    main()
