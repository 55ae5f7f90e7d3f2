"""Which acts stand for a thought about the codebook? They go to codings/<coder>/codebook.jsonl."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.coding.proposals import CHANGES, CREATE
from analysis.desk.edits import Args, Bench, Maker
from analysis.errors import CodingError
from analysis.model import Act

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def note_code(bench: Bench, args: Args) -> list[Act]:
    """A memo on a code; an empty one takes it away."""
    code = str(args.get("code", ""))
    bench.loaded.codebook.code(code)
    return [bench.plain("memo", code=code, memo=str(args.get("memo", "")).strip())]


def propose(bench: Bench, args: Args) -> list[Act]:
    """A new code (`create`), or another definition of one (`redefine`), with the reason."""
    said = {key: str(args.get(key, "")).strip() for key in ("change", "parent", "name", "definition", "source")}
    code, book = str(args.get("code", "")).strip(), bench.loaded.codebook
    if said["change"] not in CHANGES:
        raise CodingError(f"a proposal is one of {', '.join(CHANGES)} (got {said['change']!r}). Choose one.")
    if said["change"] == CREATE:
        if not _ID.fullmatch(code) or code in book:
            raise CodingError(
                f"a new code has an id of its own, of letters, digits, '.', '_', '/', '-' (got {code!r})."
            )
        if not said["name"]:
            raise CodingError("a new code has a name (got none). Write one.")
        if said["parent"]:
            book.code(said["parent"])
    else:
        book.code(code)
        if not said["definition"]:
            raise CodingError("a change of definition gives the new wording (got none). Write it.")
    said = {key: value for key, value in said.items() if value}
    reason = str(args.get("memo", "")).strip()
    return [bench.plain("propose", code=code, attributes=said, memo=reason, quote=str(args.get("quote", "")))]


def withdraw(bench: Bench, args: Args) -> list[Act]:
    """One's own proposal taken back."""
    return [bench.plain("remove", id=str(args.get("id", "")))]


NOTES: Mapping[str, Maker] = {"note_code": note_code, "propose": propose, "withdraw": withdraw}
