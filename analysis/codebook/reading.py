"""How is `codebook/codebook.yaml` read, and what is wrong with it?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from analysis.codebook.checking import check_codebook
from analysis.codebook.tree import WORDS, Codebook, Context
from analysis.errors import Problem, TableError
from analysis.model import NORM_RELATIONS, Code, DocumentLink, Indicator, Words
from analysis.tables import Record, as_problem, parse_yaml, read_text

LEVELS = ("exact", "surface", "inflected", "root")
NEGATION = ("keep", "flag", "drop", "require")
TOP = ("title", "version", "languages", "contexts", "variants", "negators", "roots", "never", "codes", "history")
KEYS = ("id", "parent", "tier", "origin", *WORDS, "indicators", "documents", "section", "since", "retired")
INDICATOR_KEYS = ("phrase", "level", "near", "polarity", "register", "roots")
LINK_KEYS = ("ref", "norm", "facet", "stance")


def read_codebook(path: Path, *, name: str = "") -> tuple[Codebook, list[Problem]]:
    """What does the codebook say, and what is wrong with it? An empty codebook where it cannot be read."""
    name = name or path.name
    if not path.is_file():
        return Codebook(), [Problem(name, 0, "a study has a codebook", "no file", "Write one, or run jenjang new.")]
    try:
        return parse_codebook(read_text(path), name)
    except TableError as error:
        return Codebook(), [as_problem(error, name)]


def parse_codebook(text: str, name: str) -> tuple[Codebook, list[Problem]]:
    """The codebook that a text holds, and what is wrong with it; TableError where it is none at all."""
    data = parse_yaml(text, name)
    if not isinstance(data, Record) or not isinstance(data.get("codes"), list):
        return Codebook(), [Problem(name, 1, "a codebook has a list named codes", "none", "See codebook/README.md.")]
    problems: list[Problem] = []
    take = _Taker(name, problems)
    take.keys(data, "a codebook", TOP)
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
    return book, problems + check_codebook(book, name)


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

    def keys(self, record: Mapping[str, Any], what: str, known: Iterable[str], line: int = 0) -> None:
        """Note each key that such a record has not: what stands under a misspelt one would be lost in silence."""
        names = list(known)
        for key in (key for key in record if key not in names):
            near = difflib.get_close_matches(str(key), names, n=1)
            step = f"Did you mean {near[0]}?" if near else f"Known are {', '.join(names)}."
            row = line or getattr(record, "line", 0)
            self.problems.append(Problem(self.name, row, f"{what} has a key that the program reads", str(key), step))

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
    take.keys(entry, code_id, KEYS)
    words: dict[str, Words] = {}
    for key in WORDS:
        given = take(entry, key, dict, code_id)
        words[key] = {language: str(text) for language, text in given.items() if text is not None}
    indicators: list[Indicator] = []
    by_language = take(entry, "indicators", dict, code_id)
    for language in by_language:
        for phrase in take(by_language, language, list, code_id):
            if isinstance(phrase, dict):
                take.keys(phrase, f"{code_id}: an indicator", INDICATOR_KEYS, getattr(phrase, "line", entry.line))
            indicators.append(_read_indicator(code_id, language, phrase, name, entry.line, problems))
    links: list[DocumentLink] = []
    for link in take(entry, "documents", list, code_id):
        item = link if isinstance(link, dict) else {"ref": str(link)}
        take.keys(item, f"{code_id}: a linked provision", LINK_KEYS, getattr(link, "line", entry.line))
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
