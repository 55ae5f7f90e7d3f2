"""Who was heard, how many, how recruited, where, how long? The sample as a table and as a paragraph (F01, COREQ 10-21).

Everything is counted from the register of sources, the participants and the recruitment log; nothing is typed in. In
the public profile classes of persons go by their label and small ones show no count (F43, F44), and neither places,
days nor anybody's reasons for refusing are told.

Source: Tong, Sainsbury & Craig (2007), COREQ items 10 to 16 and 18 to 21; what fails is what F01 asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.errors import Problem
from analysis.model import FIELD_KINDS, Participant, Source
from analysis.release import Gate
from analysis.sources.recruitment import DECLINED, INTERVIEWED, LOST, Approach

COLUMNS: tuple[str, ...] = (
    "kind",
    "class",
    "sources",
    "persons",
    "invited",
    "declined",
    "lost",
    "minutes",
    "words",
    "from",
    "to",
    "languages",
    "methods",
    "places",
    "recorded",
    "notes",
    "provenance",
)
ALL = "all"
"""Kind of the last row, which counts every source and person once."""
MONTH = 7
"""Characters of a date that say year and month."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample is told from: the sources in which people speak, who they are, who was asked."""

    sources: Sequence[Source]
    participants: Mapping[str, Participant]
    class_of: Mapping[str, str]
    """Person -> role, group or label by which persons are told apart."""
    order: Sequence[str]
    log: Sequence[Approach] = ()
    unheard: frozenset[str] = frozenset()
    """Persons whose words may not be analysed: told of, but in no count."""
    class_of_role: Mapping[str, str] = field(default_factory=dict)

    def heard_in(self, source: Source) -> list[str]:
        """Who speaks in a source and is counted."""
        return [p for p in source.participants if p in self.participants and p not in self.unheard]

    @property
    def counted(self) -> list[Source]:
        """The sources that count: not those in which nobody's words may be analysed."""
        return [s for s in self.sources if self.heard_in(s) or not s.participants]

    @property
    def people(self) -> list[str]:
        """Everybody who is counted, once."""
        return sorted({person for source in self.counted for person in self.heard_in(source)})


def check_sample(sample: Sample) -> list[Problem]:
    """What keeps a sample from being told (F01)? Each missing role, number of persons, date, place, recording, length.

    Returns
    -------
    One problem per source and field, with the key to fill in. Duration is asked of every source, the number of persons
    where more than one speaks.
    """
    return [problem for source in sample.sources for problem in _gaps(source, sample.participants)]


def _gaps(source: Source, people: Mapping[str, Participant]) -> Iterator[Problem]:
    def gap(rule: str, came: str, step: str) -> Problem:
        return Problem(source.file, 2, rule, came, step)

    for label in source.participants:
        if label not in people or not people[label].role:
            yield gap("a sample tells each speaker's role", label, "Give the person a role in participants.csv.")
    if not source.date:
        yield gap("a sample tells when", "no date", "Add date: to the front matter.")
    if not source.meta.get("place"):
        yield gap("a sample tells where", "no place", "Add place: to the front matter.")
    if not isinstance(source.meta.get("recorded"), bool):
        yield gap("a sample tells what was recorded", "no recorded", "Add recorded: true or recorded: false.")
    minutes = source.meta.get("duration_min")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or minutes <= 0:
        yield gap("a sample tells how long", f"duration_min {minutes}", "Add duration_min: in minutes.")
    speakers = len(source.participants)
    if speakers > 1 and source.meta.get("n_persons") != speakers:
        came = f"n_persons {source.meta.get('n_persons', 'not given')} where {speakers} are declared"
        yield gap("a sample tells how many spoke", came, f"Write n_persons: {speakers}, or mend the speakers.")


def sample_frame(sample: Sample, gate: Gate) -> pd.DataFrame:
    """Who is in the sample?

    Returns
    -------
    frame, one row per kind of source and class of persons (role, group or label), and a last row `all`. A source in
    which several classes speak stands in the row of each, so only the last row counts every source once. `persons`;
    `invited`, `declined` and `lost` from the log, which knows no kinds, and so in the first row of each class;
    `minutes` and `words` (the persons' own, in these sources); first and last date; languages, methods, places,
    recorded and with field notes (numbers of sources), provenance. A class that was asked and came to nothing has a row
    without a kind. What is not known is missing.

    In the public profile the numbers of a class with fewer persons than the limit read `none` or `some`, months stand
    for days, and places are left out.
    """
    rows, first = [], set()
    for kind in FIELD_KINDS:
        of_kind = [s for s in sample.counted if s.kind == kind]
        classes = {sample.class_of.get(p, "") for s in of_kind for p in sample.heard_in(s)}
        for name in [*(c for c in sample.order if c in classes), *([""] if _nobody(of_kind) else [])]:
            rows.append(_row(sample, kind, name, asked=name not in first))
            first.add(name)
    asked = {sample.class_of_role.get(entry.role, "") for entry in sample.log}
    rows += [_row(sample, "", name, asked=True) for name in sample.order if name in asked - first]
    frame = pd.DataFrame([*rows, _total(sample)], columns=list(COLUMNS))
    whole = ["sources", "persons", "invited", "declined", "lost", "words", "recorded", "notes"]
    frame = frame.astype(dict.fromkeys(whole, "Int64") | {"minutes": "Float64"})
    return frame if gate.internal else _released(frame, sample, gate)


def _nobody(sources: Iterable[Source]) -> bool:
    return any(not source.participants for source in sources)


def _row(sample: Sample, kind: str, name: str, *, asked: bool) -> dict[str, object]:
    def belongs(source: Source) -> bool:
        heard = sample.heard_in(source)
        return any(sample.class_of.get(p, "") == name for p in heard) or (not name and not source.participants)

    sources = [s for s in sample.counted if s.kind == kind and belongs(s)]
    people = {p for s in sources for p in sample.heard_in(s) if sample.class_of.get(p, "") == name}
    log = [entry for entry in sample.log if sample.class_of_role.get(entry.role, "") == name] if asked and name else []
    return _facts(kind, name, sources, people, log if sample.log and asked and name else None)


def _total(sample: Sample) -> dict[str, object]:
    return _facts(ALL, "", sample.counted, set(sample.people), list(sample.log) if sample.log else None)


def _facts(
    kind: str, name: str, sources: Sequence[Source], people: set[str], log: Sequence[Approach] | None
) -> dict[str, object]:
    outcomes = Counter(entry.outcome for entry in log or ())
    own = [p for s in sources for p in s.passages if p.label in people or not s.participants]
    minutes = [float(s.meta["duration_min"]) for s in sources if isinstance(s.meta.get("duration_min"), int | float)]
    dates = sorted(s.date for s in sources if s.date)
    ends = sorted(str(s.meta.get("date_to") or s.date) for s in sources if s.date)
    return {
        "kind": kind,
        "class": name,
        "sources": len(sources),
        "persons": len(people),
        "invited": None if log is None else len(log),
        "declined": None if log is None else outcomes[DECLINED],
        "lost": None if log is None else outcomes[LOST],
        "minutes": sum(minutes) if minutes else None,
        "words": sum(len(p.text.split()) for p in own),
        "from": dates[0] if dates else "",
        "to": ends[-1] if ends else "",
        "languages": _listed(s.language for s in sources),
        "methods": _listed(str(s.meta.get("method") or "") for s in sources),
        "places": "; ".join(sorted({str(s.meta["place"]) for s in sources if s.meta.get("place")})),
        "recorded": sum(s.meta.get("recorded") is True for s in sources),
        "notes": sum(s.meta.get("field_notes") is True for s in sources),
        "provenance": _listed(s.provenance for s in sources),
    }


def _listed(values: Iterable[str]) -> str:
    return ", ".join(sorted({value for value in values if value}))


def _released(frame: pd.DataFrame, sample: Sample, gate: Gate) -> pd.DataFrame:
    """The table as the public may see it: by label, small classes without counts, months, no places."""
    sizes = Counter(sample.class_of.get(p, "") for p in sample.people)
    hidden = hidden_classes(sizes, gate)
    total = frame["kind"] == ALL
    counts = ["sources", "persons", "invited", "declined", "lost", "minutes", "words", "recorded", "notes"]
    shown = frame.astype(dict.fromkeys(counts, object)).assign(places="")
    for index in frame.index:
        name = str(frame.loc[index, "class"])
        small = total_hidden(sizes, gate) if total[index] else name in hidden or (name != "" and not sizes[name])
        cell = frame.loc[index]
        if small or (name and int(cell["persons"]) < gate.small):
            for column in counts:
                shown.loc[index, column] = "" if pd.isna(cell[column]) else gate.count(int(cell[column] > 0), 0, "en")
            shown.loc[index, ["languages", "methods"]] = ""
    for column in ("from", "to"):
        shown[column] = frame[column].str[:MONTH]
    return shown


def hidden_classes(sizes: Mapping[str, int], gate: Gate) -> set[str]:
    """Which classes show no number of persons? Those below the limit (F44), in public."""
    return {name for name, size in sizes.items() if not gate.internal and size < gate.small}


def total_hidden(sizes: Mapping[str, int], gate: Gate) -> bool:
    """Whether the number of all persons would give a hidden class back (F44).

    It does where one class is hidden, and where several can only all have the smallest or the largest number there is.
    """
    hidden = hidden_classes(sizes, gate)
    if not hidden:
        return False
    held, least = sum(sizes[name] for name in hidden), min(gate.k, gate.small - 1)
    return len(hidden) == 1 or held <= len(hidden) * least or held == len(hidden) * (gate.small - 1)


def interviewed(log: Iterable[Approach]) -> int:
    """How many of those who were asked took part."""
    return sum(entry.outcome == INTERVIEWED for entry in log)
