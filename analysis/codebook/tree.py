"""Which codes exist, how are they nested, and what became of one that was merged away?"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.errors import CodebookError
from analysis.model import Code, Words, walk_up

FAMILY = "family"
TIERS = (FAMILY, "core", "extended")
ORIGINS = ("theory", "data", "both")
WORDS = ("name", "brief", "definition", "statement", "use_when", "not_when", "example", "borderline")
MANDATORY = ("name", "brief", "definition", "statement", "use_when", "not_when", "example")
"""The fields of F03 that count for completeness; a family needs no example."""


@dataclass(frozen=True, slots=True)
class Context:
    """Words of which one must stand near a very general phrase for it to count."""

    window: int
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The codes of one version, in the order of the file, with the lists that rules of suggestion use."""

    version: int = 1
    title: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    codes: Mapping[str, Code] = field(default_factory=dict)
    history: tuple[Mapping[str, Any], ...] = ()
    contexts: Mapping[str, Context] = field(default_factory=dict)
    variants: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    negators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roots: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, code: object) -> bool:
        return code in self.codes

    def code(self, code: str) -> Code:
        """The code with this id.

        Raises
        ------
        CodebookError
            No such code; the message names the nearest ids.
        """
        if code in self.codes:
            return self.codes[code]
        raise CodebookError(f"codebook/codebook.yaml: code {code!r} is not in the codebook. {self.did_you_mean(code)}")

    def did_you_mean(self, code: str) -> str:
        """A next step for an unknown code: the ids that look like it."""
        near = difflib.get_close_matches(code.upper(), [c.upper() for c in self.codes], n=3, cutoff=0.5)
        back = {c.upper(): c for c in self.codes}
        return f"Did you mean {' or '.join(back[n] for n in near)}?" if near else "See codebook/codebook.yaml."

    def usable(self, code: str) -> bool:
        """Whether new codings may carry the code: it exists and is in use; a family says when it is used itself."""
        entry = self.codes.get(code)
        return entry is not None and not entry.retired and (entry.tier != FAMILY or bool(entry.use_when))

    def resolve(self, code: str) -> str:
        """The code that holds the codings of `code` now: itself, or what it was merged into."""
        seen: set[str] = set()
        while code not in seen:
            seen.add(code)
            merged = next((h.get("into") for h in reversed(self.history) if _merges(h, code)), "")
            code = str(merged or code)
        return code

    @property
    def parents(self) -> dict[str, str]:
        """Code -> the code above it, or nothing."""
        return {code.id: code.parent for code in self.codes.values()}

    def children(self, code: str) -> list[str]:
        """The codes right below a code, in the order of the file."""
        return [c.id for c in self.codes.values() if c.parent == code]

    def within(self, code: str) -> list[str]:
        """The code and everything below it, in the order of the file."""
        parents = self.parents
        return [c for c in self.codes if code in walk_up(parents, c)]

    @property
    def in_use(self) -> list[Code]:
        """Codes that segments may carry: no families, nothing retired."""
        return [code for code in self.codes.values() if self.usable(code.id)]

    def to_frame(self, language: str = "en") -> pd.DataFrame:
        """One row per code, indexed by id: parent, tier, name, brief, statement, indicators, documents, since."""
        rows = [
            {
                "code": code.id,
                "parent": code.parent,
                "tier": code.tier,
                "name": code.name.get(language, ""),
                "brief": code.brief.get(language, ""),
                "statement": code.statement.get(language, ""),
                "indicators": len(code.indicators),
                "documents": len(code.documents),
                "since": code.since,
                "retired": code.retired,
            }
            for code in self.codes.values()
        ]
        columns = [
            "code",
            "parent",
            "tier",
            "name",
            "brief",
            "statement",
            "indicators",
            "documents",
            "since",
            "retired",
        ]
        return pd.DataFrame(rows, columns=columns).set_index("code")


def codes_of(entry: Mapping[str, Any]) -> list[str]:
    """The codes that an entry of the history is about."""
    codes = entry.get("codes")
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _merges(entry: Mapping[str, Any], code: str) -> bool:
    return entry.get("op") == "merge" and code in codes_of(entry)
