"""Which codes exist, how are they defined and nested, and what changed?

`codebook/codebook.yaml` holds the codes and the history of their wording. It is written by this module alone, so that
one change is a small diff. Operations make a new version: create, rename, redefine, merge, split, retire (F03).

Source: MacQueen et al. (1998), Field Methods 10(2); DeCuir-Gunby, Marshall and McCulloch (2011), Field Methods 23(2).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import yaml

from analysis.errors import CodebookError, Problem, TableError
from analysis.model import NORM_RELATIONS, Code, DocumentLink, Indicator, Words, walk_up
from analysis.tables import Record, as_problem, parse_yaml, plain, read_text, write_text

FAMILY = "family"
WORDS = ("name", "brief", "definition", "statement", "use_when", "not_when", "example", "borderline")
MANDATORY = ("name", "brief", "definition", "statement", "use_when", "not_when", "example")
"""The fields of F03 that count for completeness; a family needs no example."""
LEVELS = ("exact", "surface", "inflected", "root")
NEGATION = ("keep", "flag", "drop", "require")
OPERATIONS = ("create", "rename", "redefine", "merge", "split", "retire")
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


def read_codebook(path: Path, *, name: str = "") -> tuple[Codebook, list[Problem]]:
    """What does the codebook say, and what is wrong with it? An empty codebook where it cannot be read."""
    name = name or path.name
    if not path.is_file():
        return Codebook(), [Problem(name, 0, "a study has a codebook", "no file", "Write one, or run jenjang new.")]
    try:
        return _read(read_text(path), name)
    except TableError as error:
        return Codebook(), [as_problem(error, name)]


def _read(text: str, name: str) -> tuple[Codebook, list[Problem]]:
    data = parse_yaml(text, name)
    if not isinstance(data, Record) or not isinstance(data.get("codes"), list):
        return Codebook(), [Problem(name, 1, "a codebook has a list named codes", "none", "See codebook/README.md.")]
    problems: list[Problem] = []
    take = _Taker(name, problems)
    codes: dict[str, Code] = {}
    line = 1
    for entry in data["codes"]:
        line = getattr(entry, "line", line)
        if not isinstance(entry, Record) or not entry.get("id"):
            problems.append(Problem(name, line, "each code has an id", repr(entry)[:40], "Add it."))
            continue
        code = _read_code(entry, take)
        if code.id in codes:
            problems.append(Problem(name, line, "a code id stands once", code.id, f"See line {codes[code.id].line}."))
            continue
        codes[code.id] = code
    contexts = take(data, "contexts", dict)
    variants = take(data, "variants", dict)
    roots = take(data, "roots", dict)
    book = Codebook(
        version=take(data, "version", int) or 1,
        title=take(data, "title", dict),
        languages=take.words(data, "languages"),
        codes=codes,
        history=tuple(entry for entry in take(data, "history", list) if isinstance(entry, Record)),
        contexts={key: _read_context(take(contexts, key, dict), take) for key in contexts},
        variants={
            key: tuple(tuple(map(str, group)) for group in take(variants, key, list) if isinstance(group, list))
            for key in variants
        },
        negators=take.lists(data, "negators"),
        roots={key: {word: str(root) for word, root in take(roots, key, dict).items()} for key in roots},
        never=take.lists(data, "never"),
    )
    return book, problems + _check(book, name)


_Form = TypeVar("_Form", dict[str, Any], list[Any], int)
_FORMS: Mapping[type, str] = {dict: "a mapping", list: "a list", int: "a whole number"}


@dataclass(frozen=True, slots=True)
class _Taker:
    """Takes values out of records; one of another form than wanted is a problem and counts as missing."""

    name: str
    problems: list[Problem]

    def __call__(self, record: Mapping[str, Any], key: str, form: type[_Form], owner: str = "") -> _Form:
        value = record.get(key)
        if isinstance(value, form) and not isinstance(value, bool):
            return value
        if value is not None:
            rule = f"{owner}: {key} is {_FORMS[form]}" if owner else f"{key} is {_FORMS[form]}"
            line = getattr(record, "line", 0)
            self.problems.append(Problem(self.name, line, rule, repr(value)[:40], "See codebook/README.md."))
        return form()

    def words(self, record: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """A list of words under a key."""
        return tuple(str(word) for word in self(record, key, list))

    def lists(self, record: Mapping[str, Any], key: str) -> dict[str, tuple[str, ...]]:
        """Lists of words by language under a key."""
        by_language = self(record, key, dict)
        return {language: self.words(by_language, language) for language in by_language}


def _read_context(record: Mapping[str, Any], take: _Taker) -> Context:
    return Context(take(record, "window", int) or 10, {k: take.words(record, k) for k in record if k != "window"})


def _read_code(entry: Record, take: _Taker) -> Code:
    code_id, name, problems = str(entry["id"]), take.name, take.problems
    words: dict[str, Words] = {}
    for key in WORDS:
        given = take(entry, key, dict, code_id)
        words[key] = {language: str(text) for language, text in given.items() if text is not None}
    indicators: list[Indicator] = []
    by_language = take(entry, "indicators", dict, code_id)
    for language in by_language:
        for phrase in take(by_language, language, list, code_id):
            indicators.append(_read_indicator(code_id, language, phrase, name, entry.line, problems))
    links: list[DocumentLink] = []
    for link in take(entry, "documents", list, code_id):
        item = link if isinstance(link, dict) else {"ref": str(link)}
        norm = str(item.get("norm") or "")
        if norm and norm not in NORM_RELATIONS:
            rule = f"{code_id}: norm is one of {', '.join(NORM_RELATIONS)}"
            problems.append(Problem(name, entry.line, rule, norm, "Write one, or leave it out where none was judged."))
        if "stance" in item:
            rule = f"{code_id}: a linked provision takes no stance, for it says what ought to be"
            step = "Delete it; for how practice stands to the provision write norm."
            problems.append(Problem(name, entry.line, rule, f"stance: {item['stance']}", step))
        links.append(DocumentLink(str(item.get("ref", "")), norm, str(item.get("facet", ""))))
    return Code(
        id=code_id,
        parent=str(entry.get("parent") or ""),
        tier=str(entry.get("tier") or "core"),
        origin=str(entry.get("origin") or ""),
        indicators=tuple(indicators),
        documents=tuple(links),
        section=str(entry.get("section") or ""),
        since=take(entry, "since", int, code_id) or 1,
        retired=take(entry, "retired", int, code_id),
        line=entry.line,
        **words,
    )


def _read_indicator(code: str, language: str, phrase: Any, name: str, line: int, problems: list[Problem]) -> Indicator:
    item: Mapping[str, Any] = phrase if isinstance(phrase, dict) else {"phrase": phrase}
    text = str(item.get("phrase") or "").strip()
    roots = item.get("roots") or {}
    level = str(item.get("level") or ("root" if len(text.split()) > 1 else "inflected"))
    polarity = str(item.get("polarity") or "flag")
    row = getattr(phrase, "line", line)
    for rule, value, allowed in (("level", level, LEVELS), ("polarity", polarity, NEGATION)):
        if value not in allowed:
            problems.append(
                Problem(
                    name, row, f"{code}: {rule} of an indicator is one of {', '.join(allowed)}", value, "Write one."
                )
            )
    if not text:
        problems.append(Problem(name, row, f"{code}: an indicator has a phrase", repr(phrase)[:40], "Write it."))
    if not isinstance(roots, dict):
        problems.append(Problem(name, row, f"{code}: roots is a mapping", repr(roots)[:40], "Write {word: root}."))
        roots = {}
    return Indicator(
        code=code,
        language=str(language),
        phrase=text,
        level=level,
        register=str(item.get("register") or ""),
        near=str(item.get("near") or ""),
        polarity=polarity,
        roots={word: str(root) for word, root in roots.items()},
    )


def _check(book: Codebook, name: str) -> list[Problem]:
    """Is the tree whole, are the fields filled, do contexts exist?"""
    problems: list[Problem] = []
    parents = book.parents
    for code in book.codes.values():
        if code.parent and code.parent not in book.codes:
            problems.append(
                Problem(name, code.line, f"{code.id}: a parent is a code", code.parent, book.did_you_mean(code.parent))
            )
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


def _codes(entry: Mapping[str, Any]) -> list[str]:
    """The codes that an entry of the history is about."""
    codes = entry.get("codes")
    return [str(code) for code in codes] if isinstance(codes, list) else []


def _merges(entry: Mapping[str, Any], code: str) -> bool:
    return entry.get("op") == "merge" and code in _codes(entry)


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
            for code in [*_codes(entry), *([str(entry["into"])] if entry.get("into") else ())]:
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
    changed, problems = _read(text, name)
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


HEADER = (
    "# The codebook: the codes, their definitions and the history of their wording.\n"
    "# Written by the program: change a wording by an operation (create, rename, redefine, merge, split, retire),\n"
    "# so that codings made under the older wording are listed for re-reading.\n"
)


def codebook_text(data: Mapping[str, Any]) -> str:
    """The codebook as YAML in its one layout: a blank line between codes, phrases one a line."""
    head = _Block((key, plain(value)) for key, value in data.items() if key not in ("codes", "history"))
    parts = [HEADER, _yaml(head) if head else "", "\ncodes:\n" if data["codes"] else "\ncodes: []\n\n"]
    for entry in data["codes"]:
        parts.append(_indent(_yaml([plain(entry)])) + "\n")
    parts.append("history:\n" + _indent(_yaml(plain(data.get("history") or []))))
    return "".join(parts)


class _Block(dict[str, Any]):
    """A mapping that is never written in one line."""


class _Dumper(yaml.SafeDumper):
    """Short lists and mappings of plain values in one line each, everything else in blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def compact_list(self, items: list[Any]) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=_short(items))

    def compact_dict(self, items: dict[str, Any]) -> yaml.Node:
        short = _short([*items, *items.values()]) and "id" not in items
        return self.represent_mapping("tag:yaml.org,2002:map", items.items(), flow_style=short)

    def block(self, items: _Block) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", items.items(), flow_style=False)


def _short(items: list[Any]) -> bool:
    return all(isinstance(item, str | int) for item in items) and sum(len(str(item)) + 2 for item in items) <= 90


_Dumper.add_representer(list, _Dumper.compact_list)
_Dumper.add_representer(dict, _Dumper.compact_dict)
_Dumper.add_representer(_Block, _Dumper.block)


def _yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))


def _indent(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
