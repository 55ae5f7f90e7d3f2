"""What can be wrong, and how it is said.

AnalysisError
├── TableError        a record could not be read or written
├── SourceError       a transcript or document breaks the text form
├── CodebookError     a code or its definition is not usable
├── CodingError       an act, a segment or a journal is not valid
├── ApproachError     a feature does not fit the declared analytic approach (F00)
├── TriangulationError  a comparison was asked for that the data cannot give
├── FigureError       a figure asks for what is not there
├── ReleaseError      something may not leave in this profile
└── StudyError        the study as a whole: carries every problem found

A message says where (file and row, or source and offset), the rule, what came, and the next step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a study: where, which rule, what came, what to do.

    `file` is relative to the study's folder, `row` counts lines from 1 and is 0 for the file as a whole.
    """

    file: str
    row: int
    rule: str
    came: str
    next_step: str
    level: Level = "error"

    @property
    def where(self) -> str:
        """File and row, as a message begins."""
        return f"{self.file}, line {self.row}" if self.row else self.file

    def __str__(self) -> str:
        came = f" (got {self.came})" if self.came else ""
        return f"{self.where}: {self.rule}{came}. {self.next_step}"


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in reading order: by file, then row, errors before warnings."""
    return sorted(set(problems), key=lambda p: (p.file, p.row, p.level, p.rule, p.came, p.next_step))


class AnalysisError(Exception):
    """Anything that the person at the keyboard can mend. Shown without a traceback."""


class TableError(AnalysisError):
    """A record could not be read or written."""


class SourceError(AnalysisError):
    """A transcript or document breaks the text form."""


class CodebookError(AnalysisError):
    """A code or its definition is not usable."""


class CodingError(AnalysisError):
    """An act, a segment or a journal is not valid."""


class ApproachError(AnalysisError):
    """A feature does not fit the declared analytic approach (F00)."""


class TriangulationError(AnalysisError):
    """A comparison was asked for that the data cannot give."""


class FigureError(AnalysisError):
    """A figure asks for what is not there."""


class ReleaseError(AnalysisError):
    """Something may not leave in this profile."""


class StudyError(AnalysisError):
    """The study as a whole is not usable; `problems` lists everything found."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = sort_problems(problems)
        lines = [message, *(f"  {problem}" for problem in self.problems)]
        super().__init__("\n".join(lines))
