"""Is the tree of codes whole, and is every field written (F03)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.codebook.tree import FAMILY, MANDATORY, ORIGINS, TIERS, Codebook
from analysis.errors import Problem
from analysis.model import Code, Words, walk_up

OPERATIONS = ("create", "rename", "redefine", "merge", "split", "retire")


def check_codebook(book: Codebook, name: str) -> list[Problem]:
    """Is the tree whole, are the fields filled, do contexts exist?"""
    problems: list[Problem] = []
    parents = book.parents
    for code in book.codes.values():
        if code.parent and code.parent not in book.codes:
            problems.append(
                Problem(name, code.line, f"{code.id}: a parent is a code", code.parent, book.did_you_mean(code.parent))
            )
        for key, value, allowed in (("tier", code.tier, TIERS), ("origin", code.origin, ORIGINS)):
            if value not in allowed and (value or key == "tier"):  # no display shows a code of another tier
                rule = f"{code.id}: {key} is one of {', '.join(allowed)}"
                problems.append(Problem(name, code.line, rule, value, "Write one of them."))
        chain = list(walk_up(parents, code.id))
        if parents.get(chain[-1]):
            problems.append(
                Problem(
                    name,
                    code.line,
                    "the tree of codes has no circle",
                    " > ".join([*chain, parents[chain[-1]]]),
                    "Give one of them another parent.",
                )
            )
        lacking = [key for key in _mandatory(code) if not _filled(code, key, book.languages)]
        if lacking and not code.retired:
            problems.append(
                Problem(
                    name,
                    code.line,
                    f"{code.id}: a definition is complete in {' and '.join(book.languages) or 'one language'}",
                    f"no {', '.join(lacking)}",
                    "Fill it in; coders need it.",
                    "warning",
                )
            )
        problems += [
            Problem(name, code.line, f"{code.id}: near names a context", i.near, "Add it under contexts, or mend it.")
            for i in code.indicators
            if i.near and i.near not in book.contexts
        ]
        phrases = [(i.language, i.phrase) for i in code.indicators]
        for language, phrase in sorted({p for p in phrases if phrases.count(p) > 1}):
            problems.append(
                Problem(
                    name, code.line, f"{code.id}: an indicator stands once", f"{phrase} ({language})", "Delete one."
                )
            )
    return problems + [problem for entry in book.history for problem in _check_entry(entry, name)]


def _check_entry(entry: Mapping[str, Any], name: str) -> Iterable[Problem]:
    """Does an entry of the history say which operation, on which codes, in which version?"""
    line = getattr(entry, "line", 0)
    if entry.get("op") not in OPERATIONS:
        rule = f"an operation is one of {', '.join(OPERATIONS)}"
        yield Problem(name, line, rule, str(entry.get("op")), "Write one.")
    if not isinstance(entry.get("version"), int) or not isinstance(entry.get("codes"), list):
        rule = "an entry of the history has the number of its version and a list of codes"
        yield Problem(name, line, rule, repr(dict(entry))[:40], "Restore it from a copy or from git.")


def _mandatory(code: Code) -> tuple[str, ...]:
    return tuple(key for key in MANDATORY if not (code.tier == FAMILY and key == "example"))


def _filled(code: Code, key: str, languages: Iterable[str]) -> bool:
    words: Words = getattr(code, key)
    wanted = tuple(languages) or tuple(words)
    return bool(wanted) and all(words.get(language) for language in wanted)


def completeness(book: Codebook) -> tuple[int, int, float | None]:
    """How much of the codebook is written (F03)?

    Returns
    -------
    Filled mandatory fields, mandatory fields, and their share (None for an empty codebook). A field counts as filled
    when it is filled in every language of the codebook; retired codes are left out.
    """
    codes = [code for code in book.codes.values() if not code.retired]
    wanted = sum(len(_mandatory(code)) for code in codes)
    filled = sum(_filled(code, key, book.languages) for code in codes for key in _mandatory(code))
    return filled, wanted, (filled / wanted if wanted else None)
