"""How do human judgements get from codebook/ into the study, and from a filled-in table into their file?

Reading checks what each record says by itself; `analysis.study.handle` adds what only the frames can tell (a reference
that names nothing, a decision that departs from the rule without a rationale).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import Problem, TableError
from analysis.judgements.reading import Known, read_judgements
from analysis.model import FIELD_KINDS, Words
from analysis.study.loaded import Loaded
from analysis.tables import Record, read_yaml
from analysis.triangulation.judged import ALL, KINDS, Judgements, Verdict

TARGETS = {"codebook/statements.yaml": "statements", "codebook/claims.yaml": "claims"}
"""The files whose records a verdict may be about, and the list in each."""


def read_all(loaded: Loaded) -> tuple[Judgements, list[Problem]]:
    """Every judgement of triangulation in the study's folder, and what is wrong with it."""
    languages = loaded.config.languages
    found, problems = read_judgements(loaded.root, KINDS.values(), known_names(loaded), languages)
    judgements = Judgements(**found)
    return judgements, [*problems, *check_links(judgements), *check_types(judgements.verdicts, loaded)]


def known_names(loaded: Loaded) -> Known:
    """What a judgement may name: codes in use, sets, persons, sources, and the claims and statements of the study."""
    sets = [entry.id for entry in loaded.config.sets]
    known: dict[str, Any] = {
        "a set": sets,
        "a set or all": [*sets, ALL],
        "a person": set(loaded.participants),
        "a source": set(loaded.sources),
        "a person or source": {*loaded.participants, *loaded.sources},
    }
    if loaded.codebook.codes:  # where it cannot be read, that one problem is enough
        known["a code"] = set(loaded.codebook.codes)
    targets = read_targets(loaded.root)
    whole = all(_is_readable(loaded.root / name, key) for name, key in TARGETS.items())
    return known | ({"a claim or statement": targets} if targets and whole else {})


def _is_readable(path: Path, key: str) -> bool:
    """Whether a file of targets is absent or has its list: where it has not, that one problem is enough."""
    try:
        data = read_yaml(path) if path.is_file() else None
    except TableError:
        return False
    return data is None or (isinstance(data, Record) and isinstance(data.get(key), list | None))


@dataclass(frozen=True, slots=True)
class Target:
    """A statement or claim that somebody may verify: its words, the codes it is about, and which of the two it is."""

    id: str
    text: Words
    codes: tuple[str, ...] = ()
    kind: str = ""


def read_targets(root: Path) -> dict[str, Target]:
    """The study's statements and claims by id, in the order of the files; nothing is checked here."""
    found: dict[str, Target] = {}
    for name, key in TARGETS.items():
        try:
            data = read_yaml(root / name) if (root / name).is_file() else None
        except TableError:
            continue
        listed = data.get(key) if isinstance(data, Record) else None
        for entry in listed if isinstance(listed, list) else ():
            if isinstance(entry, Record) and entry.get("id"):
                said, codes = entry.get("text"), entry.get("codes")
                words = {str(k): str(v) for k, v in said.items()} if isinstance(said, dict) else {"en": str(said or "")}
                named = tuple(map(str, codes)) if isinstance(codes, list) else ()
                found[str(entry["id"])] = Target(str(entry["id"]), words, named, key)
    return found


def check_links(judgements: Judgements) -> Iterable[Problem]:
    """A step belongs to a thread and leads away from its origin; a cell belongs to a proposition."""
    threads = {thread.id: thread for thread in judgements.threads}
    for step in judgements.steps:
        thread = threads.get(step.thread)
        if thread is None:
            rule = "a step belongs to a thread"
            yield Problem(step.file, step.line, rule, step.thread, _have("threads", threads))
        elif step.set == thread.origin:
            rule = f"{step.thread}: a step leads to another set than the thread's origin"
            yield Problem(step.file, step.line, rule, step.set, "Delete it or mend the set.")
    propositions = {entry.id: entry for entry in judgements.propositions}
    for cell in judgements.cells:
        if cell.proposition not in propositions:
            rule = "a cell belongs to a proposition"
            yield Problem(cell.file, cell.line, rule, cell.proposition, _have("propositions", propositions))


def _have(what: str, named: Mapping[str, object]) -> str:
    return f"The file has the {what} {', '.join(named) or 'none'}."


def check_types(verdicts: Iterable[Verdict], loaded: Loaded) -> Iterable[Problem]:
    """Whoever was asked in an interview or focus group checks as a participant, whatever else he or she is (F14)."""
    heard = interviewed(loaded)
    for verdict in verdicts:
        if verdict.who in heard and verdict.type != "participant":
            rule = f"{verdict.who}: who was interviewed verifies as participant"
            yield Problem(verdict.file, verdict.line, rule, verdict.type, "Write type: participant.")
        if verdict.type == "participant" and verdict.who in loaded.participants and verdict.who not in heard:
            rule = f"{verdict.who}: a participant was interviewed"
            yield Problem(verdict.file, verdict.line, rule, "in no interview or focus group", "Write another type.")


def interviewed(loaded: Loaded) -> set[str]:
    """Who speaks in an interview, focus group or notes: those who take part in the study, not only verify it."""
    kinds = [kind for kind in FIELD_KINDS if kind != "verification"]
    return {person for s in loaded.sources.values() if s.kind in kinds for person in s.participants}
