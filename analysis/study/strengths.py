"""How does a decision on the strength of a claim get from a filled-in table into codebook/claims.yaml (F15b)?

The rule proposes, a person decides and gives the reason where the two differ. The file is kept by hand: of its text
only the `strength` of the claims in the table changes, every other line stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.claims.ledger import Weighed
from analysis.claims.reading import nearest
from analysis.claims.records import COMPONENTS, CONCERNS, FILE, LEVELS, OVERALL, Decision
from analysis.errors import Problem, StudyError, TableError
from analysis.model import words_in
from analysis.study.decide import STRENGTH, Decided
from analysis.study.loaded import slug
from analysis.tables import Record, normalise, parse_yaml, read_csv, read_text, write_text

COLUMNS = ("claim", "component", "proposed", "decided", "rationale", "by", "prompts", "text")
"""What a row holds; `prompts` and `text` are for reading and are not taken back."""
_PLACE = "{file}, line {line}: a claim has a key on each line (got {came}). Write it so, then decide again."


def strength_table(weighed: Mapping[str, Weighed], language: str) -> pd.DataFrame:
    """Which components of strength wait for a person? One row per claim with evidence and component, in file order.

    A row for the whole (component `overall`) may be added by hand: it stands over the four.
    """
    rows = [
        (key, name, entry.strength.components[name].proposed, "", "", "", str(entry.strength.components[name]), text)
        for key, entry in weighed.items()
        if entry.proposed is not None and OVERALL not in entry.claim.strength
        for text in [words_in(entry.claim.text, language)]
        for name in COMPONENTS
        if name not in entry.claim.strength
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def decide_strength(root: Path, weighed: Mapping[str, Weighed], path: Path, *, by: str) -> Decided:
    """Write a table of decisions on strength into the ledger: every row that decides something, or none.

    Parameters
    ----------
    path : CSV with the columns of `strength_table`, some missing; a row without `decided` stays open, and a component
        that was decided before is decided anew

    Raises
    ------
    StudyError
        Some rows cannot be taken; all problems are listed, nothing is written.
    TableError
        The file is no such table, or a claim is not written with a key on each line.
    """
    if not slug(by):
        raise TableError(f"who judges has a short name of letters, digits, '.', '_' and '-' (got {by!r}). Give one.")
    rows = _rows(path)
    made, problems = _decisions(rows, weighed, path.name, by)
    if problems:
        raise StudyError(f"{path.name}: some rows cannot be taken; nothing is written:", problems)
    old = sum(name in weighed[key].claim.strength for key, parts in made.items() for name in parts)
    if made:
        text = read_text(root / FILE)
        write_text(root / FILE, with_strengths(text, {k: {**weighed[k].claim.strength, **v} for k, v in made.items()}))
    return Decided(FILE, sum(map(len, made.values())) - old, old)


def _rows(path: Path) -> list[Record]:
    rows = read_csv(path, required=("claim", "component", "decided"))
    unknown = sorted({key for row in rows[:1] for key in row} - set(COLUMNS))
    if unknown:
        have = ", ".join(COLUMNS)
        raise TableError(f"{path.name}: a column is one of {have} (got {', '.join(unknown)}). Rename or delete it.")
    return [row for row in rows if row["decided"]]


def _decisions(
    rows: Iterable[Record], weighed: Mapping[str, Weighed], name: str, by: str
) -> tuple[dict[str, dict[str, Decision]], list[Problem]]:
    made: dict[str, dict[str, Decision]] = {}
    problems: list[Problem] = []
    for row in rows:
        key, part, decided = (str(row[column]).strip() for column in ("claim", "component", "decided"))
        rationale = str(row.get("rationale") or "").strip()
        wrong = _wrong(row, weighed, decided, rationale)
        if part in made.get(key, {}):
            wrong = ("a table decides a thing once", f"{key}, {part} again", "Delete one of the rows.")
        if wrong:
            problems.append(Problem(name, row.line, *wrong))
            continue
        made.setdefault(key, {})[part] = Decision(decided, rationale, str(row.get("by") or by).strip())
    return made, problems


def _wrong(row: Record, weighed: Mapping[str, Weighed], decided: str, rationale: str) -> tuple[str, str, str] | None:
    """What is wrong with a row: the rule, what came, the next step."""
    key, part = str(row["claim"]).strip(), str(row["component"]).strip()
    if key not in weighed:
        return "claim names a claim", key, nearest(key, list(weighed))
    parts = (*COMPONENTS, OVERALL)
    if part not in parts:
        return f"component is one of {', '.join(parts)}", part, nearest(part, parts)
    allowed = LEVELS if part == OVERALL else CONCERNS
    if decided not in allowed:
        return f"{part}: decided is one of {', '.join(allowed)}", decided, nearest(decided, allowed)
    entry = weighed[key]
    proposed = str(entry.proposed) if part == OVERALL else entry.strength.components[part].proposed
    told = str(row.get("proposed") or "").strip()
    if told and told != proposed:
        step = "Read study.strength() again, then write what the rule proposes now."
        return f"{key}, {part}: the rule proposes {proposed}", told, step
    if decided != proposed and not rationale:
        step = "Write rationale, or decide as proposed."
        return f"{key}, {part}: what departs from the rule has its reason", f"{decided}, proposed {proposed}", step
    return None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the strength of a claim stands in the text, or would: lines from `first` up to `last`, and the indent."""

    first: int
    last: int
    indent: int


def with_strengths(text: str, strengths: Mapping[str, Mapping[str, Decision]]) -> str:
    """The text of the ledger with these strengths in the place of the old ones; what stands elsewhere stays.

    Raises
    ------
    TableError
        A claim is not written with a key on each line, or the new text would say something else.
    """
    lines = normalise(text).split("\n")
    places = {key: _place(node, lines) for key, node in _claims(text).items() if key in strengths}
    for key, place in sorted(places.items(), key=lambda item: item[1].first, reverse=True):
        lines[place.first : place.last] = _block(strengths[key], place.indent)
    changed = "\n".join(lines)
    wanted = parse_yaml(text, FILE)
    for claim in wanted["claims"]:
        if str(claim.get("id")) in strengths:
            claim["strength"] = {name: _plain(d) for name, d in strengths[str(claim["id"])].items()}
    if parse_yaml(changed, FILE) != wanted:
        raise TableError(f"{FILE}: the file cannot be changed safely. Write the decisions into it by hand.")
    return changed


def _plain(decision: Decision) -> dict[str, str]:
    parts = {"decided": decision.decided, "rationale": decision.rationale, "by": decision.by}
    return {key: value for key, value in parts.items() if value}


def _block(decisions: Mapping[str, Decision], indent: int) -> list[str]:
    """The lines of a strength, one component each."""
    order = [name for name in (*COMPONENTS, OVERALL) if name in decisions]
    found = [f"{' ' * indent}{STRENGTH}:"]
    for name in order:
        flow = yaml.safe_dump(
            _plain(decisions[name]), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6
        )
        found.append(f"{' ' * (indent + 2)}{name}: {flow.strip()}")
    return found


def _claims(text: str) -> dict[str, yaml.MappingNode]:
    """Claim -> its node in the file, with the marks of where it stands."""
    root: Any = yaml.compose(normalise(text), Loader=yaml.SafeLoader)
    listed = next((value for key, value in root.value if key.value == "claims"), None)
    nodes: list[Any] = list(listed.value) if isinstance(listed, yaml.SequenceNode) else []
    return {
        str(value.value): node
        for node in nodes
        if isinstance(node, yaml.MappingNode)
        for key, value in node.value
        if key.value == "id"
    }


def _place(node: yaml.MappingNode, lines: list[str]) -> _Place:
    starts = [key.start_mark.line for key, _ in node.value]
    if node.flow_style or len(set(starts)) < len(starts):
        raise TableError(_PLACE.format(file=FILE, line=node.start_mark.line + 1, came="several keys on one line"))
    indent = node.value[0][0].start_mark.column
    for key, value in node.value:
        if key.value == STRENGTH:
            return _Place(key.start_mark.line, _end(value, lines), indent)
    last = max(_end(value, lines) for _, value in node.value)
    return _Place(last, last, indent)


def _end(node: Any, lines: list[str]) -> int:
    """The line after the last that a value takes: without the empty lines and comments that follow."""
    if not isinstance(node, yaml.ScalarNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, lines)
    mark = node.end_mark
    end = mark.line if mark.column == 0 else mark.line + 1
    while end > node.start_mark.line + 1 and not lines[end - 1].strip():
        end -= 1
    return int(end)
