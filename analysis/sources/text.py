"""The one text form: front matter, then passages under declared labels.

    ---
    id: S07
    kind: interview
    speakers: {INT: interviewer, P07: respondent}
    ---
    INT [q3]: Bisa Bapak ceritakan …

    [00:00:41] P07: Terus terang, kami biasanya dengar dari teman …

A passage opens with an optional page (`[p. 3]`), an optional time, a declared label and an optional question id. A
line that begins with no declared label continues the passage, so a colon in speech is speech. Offsets count code
points in the whole body after NFC and LF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import Problem, SourceError, TableError
from analysis.model import FIELD_KINDS, KINDS, PROVENANCES, Passage, Source
from analysis.tables import Record, as_problem, normalise, parse_yaml, read_text, sha256, to_yaml

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
PARTS: tuple[str, ...] = ("interviewer", "respondent", "moderator", "observer", "other")
"""What a declared speaker is in the talk; the moderator of a focus group asks as an interviewer does."""

_PAGE = r"(?:\[p\. (?P<page>\d{1,6})\][ ]?)?"
_TIME = r"(?:\[(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?)\][ ]?)?"
_QUESTION = r"(?:[ ]\[(?P<question>[A-Za-z0-9._-]+)\])?"
_RULE = "---"


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """The front matter, the body and the line on which the body starts; None without front matter."""
    lines = normalise(text).split("\n")
    if not lines or lines[0].rstrip() != _RULE:
        return None
    for index in range(1, len(lines)):
        if lines[index].rstrip() == _RULE:
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    return None


def parse_passages(
    body: str, labels: Iterable[str], *, first_line: int = 1
) -> tuple[list[Passage], list[tuple[int, str]]]:
    """Which passages does a body hold?

    Parameters
    ----------
    body : the text after the front matter, NFC and LF
    labels : the declared labels (speakers or articles); the longest that fits is taken

    Returns
    -------
    The passages in order (one without words has an empty text), and the stray lines (line number, text) that stand
    before the first label.
    """
    opening = _opening(labels)
    openings: list[tuple[int, re.Match[str], int]] = []
    stray: list[tuple[int, str]] = []
    offset = 0
    for number, line in enumerate(body.split("\n"), start=first_line):
        match = opening.match(line) if opening else None
        if match:
            openings.append((offset, match, number))
        elif line.strip() and not openings:
            stray.append((number, line))
        offset += len(line) + 1

    passages: list[Passage] = []
    for index, (at, match, line_number) in enumerate(openings):
        stop = openings[index + 1][0] if index + 1 < len(openings) else len(body)
        start = at + match.end()
        text = body[start:stop]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        passages.append(
            Passage(
                number=index + 1,
                label=match["label"],
                start=start,
                end=start + len(text),
                text=text,
                line=line_number,
                time=match["time"] or "",
                question=match["question"] or "",
                page=match["page"] or "",
            )
        )
    return passages, stray


def read_source(path: Path, *, name: str = "") -> tuple[Source | None, list[Problem]]:
    """What does the file hold, and what is wrong with it?

    Parameters
    ----------
    path : a text in the one text form
    name : how problems call the file; the file's own name by default

    Returns
    -------
    The source, or None where the file cannot be read at all; and every problem found, with its row.
    """
    name = name or path.name
    try:
        raw = read_text(path)
    except TableError as error:
        return None, [as_problem(error, name)]
    problems: list[Problem] = []
    if "\r" in raw:
        problems.append(
            Problem(
                name,
                raw.count("\n", 0, raw.index("\r")) + 1,
                "lines end with LF alone",
                "CR or CRLF",
                "It is read as LF and no offset moves; save the file with Unix line ends.",
                "warning",
            )
        )
    parts = split_front_matter(raw)
    if parts is None:
        problems.append(
            Problem(
                name,
                1,
                "a source opens with front matter between two lines of ---",
                repr(raw[:30]),
                "Copy the front matter of another source and fill it in, or import the file.",
            )
        )
        return None, problems
    head, body, first_line = parts
    try:
        meta = parse_yaml(head, name, first_line=2)
    except TableError as error:
        return None, [*problems, as_problem(error, name)]
    if not isinstance(meta, Record):
        problems.append(Problem(name, 2, "front matter is a list of keys and values", repr(meta)[:40], _SEE))
        return None, problems
    problems += _check_meta(meta, path, name)
    labels = _labels(meta)
    passages, stray = parse_passages(body, labels, first_line=first_line)
    problems += _check_passages(passages, stray, labels, name)
    problems += _almost_labels(body, labels, name, first_line)
    if not meta.get("id"):
        return None, problems
    return _source(meta, body, tuple(p for p in passages if p.text), name), problems


def problems_are_fatal(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(problem.level == "error" for problem in problems)


def with_translation(source: Source, translation: Source) -> tuple[Source, list[Problem]]:
    """The source with a translation beside it; the passages must be the same ones."""
    ours = [(p.label, p.question) for p in source.passages]
    theirs = [(p.label, p.question) for p in translation.passages]
    if ours != theirs:
        at = next(
            (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b),
            min(len(ours), len(theirs)),
        )
        line = translation.passages[at].line if at < len(theirs) else 0
        return source, [
            Problem(
                translation.file,
                line,
                f"a translation has the same passages as {source.file}",
                f"{len(theirs)} passages against {len(ours)}; the first difference is passage {at + 1}",
                "Give both texts the same labels and question ids in the same order.",
            )
        ]
    texts = tuple(p.text for p in translation.passages)
    return replace(
        source,
        translations={**source.translations, translation.language: texts},
        translation_notes={**source.translation_notes, translation.language: translation.meta},
    ), []


def write_source(meta: dict[str, Any], passages: Iterable[tuple[str, ...]]) -> str:
    """A source as text: front matter and passages given as (label, text, time, question id), or with a page behind.

    Raises
    ------
    SourceError
        What would be written would not be read back: the label is not declared, the text is empty, the time, the
        question id or the page has another form, or a later line of the passage opens with a declared label.
    """
    body: list[str] = []
    opening = _opening(normalise(label) for label in _labels(meta))
    for label, text, time, question, *more in passages:
        page = more[0] if more else ""
        given = (normalise(label), time, question, page)
        head = f"[p. {page}] " if page else ""
        head += (f"[{time}] " if time else "") + given[0] + (f" [{question}]" if question else "")
        words = normalise(text).strip()
        first, *rest = f"{head}: {words}".split("\n")
        match = opening.match(first) if opening else None
        if not words or not match or given != tuple(match[key] or "" for key in ("label", "time", "question", "page")):
            raise SourceError(
                f"{meta.get('id')}: a passage has a declared label and a text, a time such as 00:00:41 or none, and a "
                f"question id or none (got {first[:40]!r}). Declare the label in the front matter, or mend the others."
            )
        for line in rest:
            if opening and opening.match(line):
                raise SourceError(
                    f"{meta.get('id')}: a line inside a passage begins with a declared label (got {line[:40]!r}). "
                    "Join it to the line before, or give the speaker another label."
                )
        body.append(f"{head}: {words}\n")
    return normalise(f"{_RULE}\n{to_yaml(meta)}{_RULE}\n" + "\n".join(body))


def opens_passage(line: str, labels: Iterable[str]) -> bool:
    """Whether a line would be read as the beginning of a passage under one of the labels."""
    opening = _opening(labels)
    return bool(opening and opening.match(line))


_SEE = "See interviews/README.md for the form."


def _opening(labels: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(labels, key=lambda label: (-len(label), label))
    if not ordered:
        return None
    names = "|".join(re.escape(label) for label in ordered)
    return re.compile(rf"{_PAGE}{_TIME}(?P<label>{names}){_QUESTION}:(?=[ ]|$)[ ]?")


def _check_passages(
    passages: Iterable[Passage], stray: Iterable[tuple[int, str]], labels: Iterable[str], name: str
) -> Iterable[Problem]:
    """Is there text, and does all of it stand under a label?"""
    passages, stray = list(passages), list(stray)
    for row, line in stray[:1]:
        rule = "the first passage opens with a declared label"
        step = (
            f"Begin the line with one of {', '.join(labels) or 'the declared labels'} and a colon, "
            "or declare the label in the front matter."
        )
        yield Problem(name, row, rule, repr(line[:40]), step)
    if not passages and not stray:
        yield Problem(name, 0, "a source holds at least one passage", "none", _SEE)
    for p in passages:
        if not p.text:
            yield Problem(name, p.line, "a passage holds text", f"nothing after {p.label!r}", "Write it or delete it.")


def _almost_labels(body: str, labels: Iterable[str], name: str, first_line: int) -> Iterable[Problem]:
    """Lines that begin with a declared label but open no passage, as `P07:yes` and ` P07 : yes` do."""
    labels = list(labels)
    opening = _opening(labels)
    names = "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))
    almost = re.compile(rf"\s*{_PAGE}\s*{_TIME}\s*(?:{names})\s*(?:\[[^\]\n]*\])?\s*:(?!\d)")
    for number, line in enumerate(body.split("\n"), start=first_line):
        if opening and almost.match(line) and not opening.match(line):
            rule = "a label stands at the beginning of its line, with a colon and a space after it"
            step = "Mend it if a passage begins here; now the line continues the passage before."
            yield Problem(name, number, rule, repr(line[:40]), step, "warning")


def _labels(meta: dict[str, Any]) -> list[str]:
    speakers, articles = meta.get("speakers"), meta.get("articles")
    labels = [str(label) for label in speakers] if isinstance(speakers, dict) else []
    return labels + ([str(label) for label in articles] if isinstance(articles, list) else [])


def _check_meta(meta: Record, path: Path, name: str) -> list[Problem]:
    """Is the front matter complete and are its values allowed?"""
    found: list[Problem] = []

    def problem(rule: str, came: Any, step: str) -> None:
        found.append(Problem(name, meta.line, rule, str(came) if came not in (None, "") else "nothing", step))

    translation = "translation_of" in meta
    wanted = ["id", "language", "provenance"] if translation else ["id", "kind", "language", "provenance", "date"]
    missing = [key for key in wanted if not meta.get(key)]
    if missing:
        problem(
            f"front matter names {', '.join(wanted)}",
            f"no {', '.join(missing)}",
            "Add it to the front matter.",
        )
    source_id = str(meta.get("id") or "")
    if source_id and not ID.fullmatch(source_id):
        problem("an id is letters, digits, '.', '_' and '-'", repr(source_id), "Choose a short id.")
    expected = f"{source_id}.{meta.get('language')}" if translation else source_id
    if source_id and path.stem != expected:
        problem("the file is named after the id", f"id {source_id} in {path.name}", f"Rename it {expected}.md.")
    kind = meta.get("kind")
    if kind and kind not in KINDS:
        problem(f"kind is one of {', '.join(KINDS)}", kind, "Write one of them.")
    if meta.get("provenance") and meta["provenance"] not in PROVENANCES:
        problem(f"provenance is one of {', '.join(PROVENANCES)}", meta["provenance"], "Write one of them.")
    if meta.get("date") and not DATE.fullmatch(str(meta["date"])):
        problem("a date is year, year-month or year-month-day", meta["date"], "Write it as 2022-03-14.")
    persons = meta.get("n_persons", 1)
    if not isinstance(persons, int) or isinstance(persons, bool) or persons < 1:
        problem("n_persons is a whole number from 1", persons, "Write how many people speak.")
    found += _check_labels(meta, kind in FIELD_KINDS, name)
    return found


def _check_labels(meta: Record, spoken: bool, name: str) -> list[Problem]:
    speakers, articles = meta.get("speakers"), meta.get("articles")
    found: list[Problem] = []
    if not isinstance(speakers, dict) and not isinstance(articles, list):
        example = "speakers: {INT: interviewer, P07: respondent}" if spoken else 'articles: ["1", "2"]'
        found.append(
            Problem(
                name,
                meta.line,
                "front matter declares its labels",
                "neither speakers nor articles",
                f"Write {example}.",
            )
        )
    for label, part in speakers.items() if isinstance(speakers, dict) else ():
        if part not in PARTS:
            found.append(
                Problem(
                    name,
                    meta.line,
                    f"a speaker is one of {', '.join(PARTS)}",
                    f"{label}: {part}",
                    "Write one.",
                )
            )
    listed = [str(label) for label in articles] if isinstance(articles, list) else []
    for label in sorted({label for label in listed if listed.count(label) > 1}):
        found.append(Problem(name, meta.line, "a label is declared once", label, "Give each article its own label."))
    return found


def _source(meta: Record, body: str, passages: tuple[Passage, ...], name: str) -> Source:
    speakers = meta.get("speakers")
    title = meta.get("title")
    depends = meta.get("depends_on") or []
    persons = meta.get("n_persons", 1)
    parts = {str(k): str(v) for k, v in speakers.items()} if isinstance(speakers, dict) else {}
    return Source(
        id=str(meta["id"]),
        kind=str(meta.get("kind", "")),
        body=body,
        passages=passages,
        text_sha=sha256(body),
        file=name,
        language=str(meta.get("language", "")),
        provenance=str(meta.get("provenance", "")),
        date=str(meta.get("date", "")),
        title=dict(title) if isinstance(title, dict) else ({"en": str(title)} if title else {}),
        speakers={label: "interviewer" if part == "moderator" else part for label, part in parts.items()},
        depends_on=tuple(str(d) for d in (depends if isinstance(depends, list) else [depends])),
        n_persons=persons if isinstance(persons, int) and persons > 0 else 1,
        meta=dict(meta),
    )
