"""How does a code that a coder finds in the talk come into the codebook? By one operation, with its reason (F03)."""

from __future__ import annotations

import dataclasses

from filelock import FileLock

from analysis.codebook import change
from analysis.coding.code import now
from analysis.desk.edits import Args
from analysis.errors import CodingError
from analysis.study.loaded import CODEBOOK, Loaded

FIXED = ("coding_reliability", "content_analysis")
"""Approaches whose codebook stands before the coding; there a new code is proposed, not made."""


def create_code(loaded: Loaded, coder: str, args: Args) -> Loaded:
    """The study with a code more; as it was, where the code is there already under the same name.

    Raises
    ------
    CodingError
        The declared approach keeps its codebook fixed, or the code has no name.
    CodebookError
        The id is taken, or the codebook cannot be changed.
    """
    code, name = str(args.get("code", "")).strip(), " ".join(str(args.get("name", "")).split())
    if loaded.config.approach in FIXED:
        raise CodingError(
            f"study.yaml: with the approach {loaded.config.approach} the codebook stands before the coding (got a new "
            f"code {code!r}). Propose it instead."
        )
    if not name:
        raise CodingError("a new code has a name (got none). Write one.")
    language = (loaded.codebook.languages or loaded.config.languages or ("en",))[0]
    there = loaded.codebook.codes.get(code)
    if there and there.name.get(language) == name:
        return loaded
    entry: dict[str, object] = {"id": code, "parent": str(args.get("parent", "")), "tier": "extended", "origin": "data"}
    entry |= {"name": {language: name}}
    if args.get("definition"):
        entry |= {"definition": {language: str(args["definition"]).strip()}}
    lock = loaded.root / ".jenjang/locks/codebook.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(lock)):
        book = change(
            loaded.root / CODEBOOK,
            "create",
            (),
            by=coder,
            date=now()[:10],
            reason=str(args.get("memo", "")).strip() or "found in the words of a source",
            entries=[{key: value for key, value in entry.items() if value}],
        )
    return dataclasses.replace(loaded, codebook=book)
