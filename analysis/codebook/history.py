"""What changed in the codebook, and which codings want re-reading? Operations make a new version (F03).

Source: MacQueen et al. (1998), Field Methods 10(2); DeCuir-Gunby, Marshall and McCulloch (2011), Field Methods 23(2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook.checking import OPERATIONS
from analysis.codebook.reading import parse_codebook, read_codebook
from analysis.codebook.tree import WORDS, Codebook, codes_of
from analysis.codebook.writing import codebook_text
from analysis.errors import CodebookError, Problem
from analysis.tables import parse_yaml, plain, read_text, write_text

REDEFINING = ("redefine", "merge", "split")
"""Operations after which codings made earlier want to be read again."""
NEEDS = {
    "create": "entries",
    "rename": "codes and name",
    "redefine": "codes and a new wording",
    "merge": "codes and into",
    "split": "codes and entries",
    "retire": "codes",
}
"""What each operation works on."""


def drift(book: Codebook, codings: pd.DataFrame) -> pd.DataFrame:
    """Which codings were made under an older definition than the current one (F03)?

    Parameters
    ----------
    codings : frame, one row per coding, with columns `code` and `codebook_version`

    Returns
    -------
    frame, one row per coding to read again: the given columns, and `since`, the version of the wording now in force
    """
    changed: dict[str, int] = {}
    for entry in book.history:
        version = entry.get("version")
        if entry.get("op") in REDEFINING and isinstance(version, int):
            for code in [*codes_of(entry), *([str(entry["into"])] if entry.get("into") else ())]:
                changed[code] = max(changed.get(code, 0), version)
    since = codings["code"].map(changed).fillna(0).astype(int)
    old = codings["codebook_version"].astype(int) < since
    return codings[old].assign(since=since[old])


def change(
    path: Path,
    op: str,
    codes: Iterable[str],
    *,
    by: str,
    date: str,
    reason: str,
    into: str = "",
    entries: Iterable[Mapping[str, Any]] = (),
    **fields: Any,
) -> Codebook:
    """Make a new version of the codebook: one operation, with its reason, kept in the history.

    Parameters
    ----------
    op : create, rename, redefine, merge, split or retire
    codes : the ids that change; none for `create`
    into : for `merge`, the code that takes the codings
    entries : for `create` and `split`, the new codes, with the keys of codebook/README.md
    fields : the new wording, each by language (`definition={"en": ...}`): for `rename` a name, for `redefine` any
        field, for `merge` what changes in the code that stays; the wording in all languages is replaced

    Returns
    -------
    The new version. A merged, split or retired code stays in the file, with the version that took it out of use; the
    older wording stays in the history (`was`).

    Raises
    ------
    CodebookError
        An unknown, retired or missing code, an unknown operation or field, no reason, or codes merged whose "when not
        to use" differ while no new text is given. The file is then as it was.
    """
    ids, new, name = list(dict.fromkeys(codes)), [dict(entry) for entry in entries], path.name
    book, problems = read_codebook(path)
    _stop_at_errors(problems)
    _check_change(book, op, ids, into, new, fields, name)
    if not reason.strip():
        raise CodebookError(f"{name}: a change of the codebook has a reason (got none). Say why.")
    if op == "merge":
        ids = [code for code in ids if code != into]
        texts = {tuple(sorted(book.code(code).not_when.items())) for code in [*ids, into]}
        if len(texts) > 1 and not fields.get("not_when"):
            raise CodebookError(
                f"{name}: {', '.join([*ids, into])} differ in when not to use them. Give the text of the merged "
                "code as not_when={...}."
            )
    data = plain(parse_yaml(read_text(path), name))
    record = _apply(data, op, ids, into, new, fields, book.version + 1)
    record = {"version": book.version + 1, "date": date, "by": by, "op": op, **record, "reason": reason}
    data["version"] = book.version + 1
    data["history"] = [*(data.get("history") or []), record]
    text = codebook_text(data)
    changed, problems = parse_codebook(text, name)
    _stop_at_errors(problems)
    write_text(path, text)
    return changed


def _apply(
    data: dict[str, Any],
    op: str,
    ids: list[str],
    into: str,
    new: list[dict[str, Any]],
    fields: Mapping[str, Any],
    version: int,
) -> dict[str, Any]:
    """Change the codes in `data`; what the history says of it is given back."""
    made = [str(entry["id"]) for entry in new]
    record: dict[str, Any] = {"codes": made if op == "create" else ids}
    by_id = {str(entry["id"]): entry for entry in data["codes"]}
    touched = [into] if op == "merge" else ids
    if op == "merge":
        record["into"] = into
    if op == "split":
        record["into_codes"] = made
    if fields:
        record["was"] = {code: {key: by_id[code][key] for key in fields if by_id[code].get(key)} for code in touched}
    for code in touched:
        by_id[code].update(fields)
        if op in REDEFINING:
            by_id[code]["since"] = version
    if op in ("merge", "retire", "split"):
        for code in ids:
            by_id[code]["retired"] = version
    data["codes"] += [{**entry, "since": version} for entry in new]
    return record


def _stop_at_errors(problems: Iterable[Problem]) -> None:
    for problem in problems:
        if problem.level == "error":
            raise CodebookError(str(problem))


def _check_change(
    book: Codebook,
    op: str,
    ids: Iterable[str],
    into: str,
    new: Iterable[Mapping[str, Any]],
    fields: Mapping[str, Any],
    name: str,
) -> None:
    """Is the operation known, does it have what it works on and nothing else, are its codes in use?"""
    if op not in OPERATIONS:
        raise CodebookError(f"{name}: an operation is one of {', '.join(OPERATIONS)} (got {op!r}). Write one.")
    for code in [*ids, *([into] if into else [])]:
        if book.code(code).retired:
            raise CodebookError(
                f"{name}: a code that changes is in use (got {code}, retired in version {book.code(code).retired}). "
                "Create a new code."
            )
    known = {"rename": ("name",), "redefine": WORDS, "merge": WORDS}.get(op, ())
    if unknown := [key for key in fields if key not in known]:
        raise CodebookError(
            f"{name}: {op} takes {', '.join(known) or 'no wording'} (got {', '.join(unknown)}). "
            "Leave it out, or choose another operation."
        )
    given = {
        "codes": any(code != into for code in ids),
        "into": bool(into),
        "entries": bool(new),
        "name": "name" in fields,
        "a new wording": bool(fields),
    }
    for what in NEEDS[op].split(" and "):
        if not given[what]:
            raise CodebookError(f"{name}: {op} works on {NEEDS[op]} (got no {what.removeprefix('a ')}). Give it.")
    if extra := [what for what in ("codes", "into", "entries") if given[what] and what not in NEEDS[op]]:
        raise CodebookError(f"{name}: {op} works on {NEEDS[op]} (got {', '.join(extra)} as well). Leave it out.")
    for entry in new:
        if not entry.get("id") or entry["id"] in book.codes:
            raise CodebookError(f"{name}: a new code has a new id (got {entry.get('id')}). Choose another.")
