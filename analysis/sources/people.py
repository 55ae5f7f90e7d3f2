"""Who speaks, what did they allow, what were they asked? participants.csv, consent.csv, guide.yaml.

Ids carry no role: role, function and the rest stand in participants.csv alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import Problem, TableError
from analysis.model import Participant, Question
from analysis.tables import Record, as_problem, read_csv, read_yaml

USES: tuple[str, ...] = (
    "analyse",
    "quote_verbatim",
    "quote_paraphrase",
    "attribution",
    "translate",
    "share_restricted",
    "share_open",
    "check_back_first",
)
"""What a person may allow (F45). Everything not allowed is denied."""
ATTRIBUTIONS: tuple[str, ...] = ("none", "label", "role", "named")
PERSON = re.compile(r"([A-Za-z]+)(\d+)")
"""The id of a participant: letters and a number."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What one person allowed, from when, and whether it was withdrawn: for some uses, or (none named) for all."""

    person: str
    uses: Mapping[str, str]
    valid_from: str = ""
    withdrawn_at: str = ""
    evidence_ref: str = ""
    line: int = 0
    withdrawn_uses: tuple[str, ...] = ()
    withdrawn_on: Mapping[str, str] = field(default_factory=dict)
    """Use -> its own date of withdrawal, where it differs from `withdrawn_at`."""

    def allows(self, use: str) -> bool:
        """Whether the use is allowed now; what was withdrawn is not, whatever the cell says."""
        allowing = ATTRIBUTIONS[1:] if use == "attribution" else ("yes",)
        return not self.withdrew(use) and self.uses.get(use) in allowing

    def withdrew(self, use: str) -> bool:
        """Whether the consent to the use was withdrawn."""
        return bool(self.withdrawn_at) and (not self.withdrawn_uses or use in self.withdrawn_uses)

    @property
    def attribution(self) -> str:
        """How the person may be named: none, label, role or named."""
        return self.uses.get("attribution", "") or "none"


def read_participants(path: Path, name: str, roles: Sequence[str]) -> tuple[dict[str, Participant], list[Problem]]:
    """The people of the study by id, and what is wrong with the table."""
    rows, problems = read_rows(path, name, ("id", "role"))
    people: dict[str, Participant] = {}
    prefixes: dict[str, str] = {}
    for row in rows:
        person = row["id"]
        match = PERSON.fullmatch(person)
        if not match:
            rule = "a participant's id is letters and a number, and tells no role"
            problems.append(Problem(name, row.line, rule, repr(person), "Write P01, P02 and so on."))
        else:
            prefixes.setdefault(match[1], person)
        if person in people:
            problems.append(Problem(name, row.line, "a participant stands once", person, "Delete one of the rows."))
        if roles and row["role"] not in roles:
            problems.append(
                Problem(
                    name,
                    row.line,
                    f"a role is one of {', '.join(roles)}",
                    repr(row["role"]),
                    "See roles in study.yaml.",
                )
            )
        others = {key: value for key, value in row.items() if key not in ("id", "role")}
        people[person] = Participant(person, row["role"], others, row.line)
    if len(prefixes) > 1:
        came = ", ".join(prefixes.values())
        step = "Number everyone in one series, so that no id tells a role."
        problems.append(Problem(name, 0, "participants' ids share one prefix", came, step))
    return people, problems


def read_consents(path: Path, name: str, people: Mapping[str, Participant]) -> tuple[dict[str, Consent], list[Problem]]:
    """Consent by person, and what is wrong with the table.

    No row means that nothing is allowed, and so does an empty cell; of two rows for one person the first counts. A
    column `withdrawn_uses` may name the uses that were withdrawn, separated by `;` (`use:date` where one was withdrawn
    on another day than `withdrawn_at`); where it is empty or missing, all were.
    """
    rows, problems = read_rows(path, name, ("person", *USES))
    consents: dict[str, Consent] = {}
    for row in rows:
        person = row["person"]
        if person not in people:
            step = "Add the person to participants.csv or mend the id."
            problems.append(Problem(name, row.line, "consent is given by a participant", repr(person), step))
        if person in consents:
            step = f"Keep one row; the other stands in line {consents[person].line}."
            problems.append(Problem(name, row.line, "a person's consent stands once", person, step))
            continue
        for use in USES:
            allowed = ATTRIBUTIONS if use == "attribution" else ("yes", "no")
            if row[use] and row[use] not in allowed:
                rule = f"{use} is {' or '.join(allowed)}"
                problems.append(Problem(name, row.line, rule, repr(row[use]), "Write one of them."))
        entries = [entry.partition(":") for entry in row.get("withdrawn_uses", "").split(";") if entry.strip()]
        withdrawn = tuple(use.strip() for use, _, _ in entries)
        for use in withdrawn:
            if use not in USES:
                rule = "a use that is withdrawn is a use"
                problems.append(Problem(name, row.line, rule, use, f"Write one of {', '.join(USES)}."))
        if withdrawn and not row.get("withdrawn_at"):
            came, step = f"{person}: {'; '.join(withdrawn)} without a date", "Write the date in withdrawn_at."
            problems.append(Problem(name, row.line, "a withdrawal has its date", came, step))
        consents[person] = Consent(
            person,
            {use: row[use] for use in USES},
            row.get("valid_from", ""),
            row.get("withdrawn_at", ""),
            row.get("evidence_ref", ""),
            row.line,
            withdrawn,
            {use.strip(): date.strip() for use, _, date in entries if date.strip()},
        )
    for person, entry in people.items():
        if person not in consents:
            step = f"Add a row to {name}; without it nothing of this person may be analysed or quoted."
            problems.append(
                Problem(
                    "interviews/participants.csv",
                    entry.line,
                    "each person's consent is recorded",
                    f"none for {person}",
                    step,
                )
            )
    return consents, problems


def read_guide(path: Path, name: str, research_questions: Sequence[str]) -> tuple[dict[str, Question], list[Problem]]:
    """The questions of the interview guide by id, and what is wrong with the file."""
    if not path.is_file():
        return {}, []
    try:
        data = read_yaml(path)
    except TableError as error:
        return {}, [as_problem(error, name)]
    entries = data.get("questions") if isinstance(data, Record) else None
    if not isinstance(entries, list):
        return {}, [Problem(name, 1, "a guide has a list named questions", "none", "See interviews/README.md.")]
    problems: list[Problem] = []
    questions: dict[str, Question] = {}
    line = 1
    for entry in entries:
        if not isinstance(entry, Record) or not entry.get("id"):
            line = getattr(entry, "line", line)
            problems.append(Problem(name, line, "each question has an id", repr(entry)[:40], "Add it."))
            continue
        question = _question(entry)
        line = question.line
        if question.id in questions:
            problems.append(Problem(name, line, "a question id stands once", question.id, "Give it another id."))
        if question.research_question not in research_questions:
            rule, came = f"{question.id}: a research question of the study", repr(question.research_question)
            step = f"Use one of {', '.join(research_questions)} (questions in study.yaml)."
            problems.append(Problem(name, line, rule, came, step))
        if not isinstance(entry.get("text", {}), dict):
            rule = f"{question.id}: text is given by language"
            problems.append(Problem(name, line, rule, repr(entry["text"])[:40], "Write {en: ...}."))
        questions[question.id] = question
    return questions, problems


def _question(entry: Record) -> Question:
    text, codes = entry.get("text"), entry.get("codes") or []
    return Question(
        id=str(entry["id"]),
        text=dict(text) if isinstance(text, dict) else {},
        research_question=str(entry.get("research_question") or ""),
        codes=tuple(str(code) for code in (codes if isinstance(codes, list) else [codes])),
        line=entry.line,
    )


def read_rows(path: Path, name: str, required: Sequence[str]) -> tuple[list[Record], list[Problem]]:
    """The rows of a table of the study; a file that is missing or unreadable is a problem, not an exception."""
    if not path.is_file():
        return [], [Problem(name, 0, "the study has this table", "no file", "Write it; see the folder's README.md.")]
    try:
        return read_csv(path, required=required), []
    except TableError as error:
        return [], [as_problem(error, name)]
