"""Toy study T8 of the method standards: eight persons of four roles in three groups, one interview each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.codebook import Codebook
from analysis.displays.themes import reach_of
from analysis.model import Code

ROLES = {
    **{"R1": "echelon I", "R2": "echelon II", "R3": "echelon II", "R4": "echelon IV", "R5": "echelon IV"},
    **{"R6": "echelon IV", "X1": "outside expert", "X2": "outside expert"},
}
GROUPS = {
    role: group
    for role, group in zip(
        ("echelon I", "echelon II", "echelon IV", "outside expert"),
        ("senior", "senior", "supervisory", "external"),
        strict=True,
    )
}
PEOPLE = pd.Series({person: GROUPS[role] for person, role in ROLES.items()}, dtype=object)
BY_ROLE = pd.Series(ROLES, dtype=object)


def book(*codes: str, **parents: str) -> Codebook:
    """A codebook of these codes, each below the parent that is named for it; a parent is a family."""
    families = {parent: Code(parent, tier="family") for parent in parents.values()}
    own = {code: Code(code, parent=parents.get(code, "")) for code in (*codes, *parents)}
    return Codebook(codes=families | own)


def flat(*themes: str) -> pd.DataFrame:
    """Themes that hold nothing but themselves."""
    return reach_of(book(*themes), themes)


def said(*rows: tuple[str, str, str], columns: Sequence[str] = ("person", "code", "stance")) -> pd.DataFrame:
    """Codings by person, code and stance; the person is the source too."""
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return frame.assign(source=frame["person"], case=frame["person"], role=frame["person"].map(ROLES))


def plain(frame: pd.DataFrame) -> list[list[object]]:
    """The cells row by row."""
    return frame.astype(object).values.tolist()


def incidence_of(letters: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Codings of sources whose codes are written as letters."""
    return pd.DataFrame([(s, code) for s, codes in letters for code in codes], columns=["source", "code"], dtype=object)
