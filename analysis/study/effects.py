"""What differs between a study before and after a change of its records? Codings, quotes, marks, claims, tables.

Computed by opening the study twice, so that it says what the next build will show.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.claims.ledger import Weighed
from analysis.claims.strength import NOT_ASSESSED
from analysis.model import FIELD_KINDS
from analysis.release import PROFILES, Gate
from analysis.study.handle import Study
from analysis.study.people import table_text
from analysis.study.publish import left_out, tables

COLUMNS: tuple[str, ...] = ("what", "name", "before", "after")


def list_effects(before: Study, after: Study) -> pd.DataFrame:
    """What differs between the study before and after a withdrawal? One row per thing, with before and after."""
    rows = [
        *_counts("codings", before.codings(), after.codings()),
        *_counts("relations", before.relations(), after.relations()),
        *_counts("suggestions", before.suggestions(), after.suggestions()),
        *_sources(before, after),
        *_quotes(before, after),
        *_marks(before, after),
        *_claims(before, after),
        *_judgements(before, after),
        *_labels(before.gate(), after.gate()),
        *_tables(before, after),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


_Rows = list[tuple[str, str, str, str]]


def _counts(what: str, before: pd.DataFrame, after: pd.DataFrame) -> _Rows:
    old, new = (Counter(map(str, frame["source"])) for frame in (before, after))
    return [(what, source, str(n), str(new[source])) for source, n in sorted(old.items()) if n != new[source]]


def _sources(before: Study, after: Study) -> _Rows:
    def counted(study: Study) -> set[str]:
        return set(study.material.group_of_source)

    return [("source", source, "counts", "counts no more") for source in sorted(counted(before) - counted(after))]


def _quotes(before: Study, after: Study) -> _Rows:
    """How many quotations stand behind figures, in each profile: a label that grows too small silences others too."""
    rows: _Rows = []
    for profile in PROFILES:
        old, new = (_quoted(study, profile) for study in (before, after))
        changed = [source for source in sorted(old) if old[source] != new[source]]
        rows += [("quotes", f"{source} ({profile})", str(old[source]), str(new[source])) for source in changed]
    return rows


def _quoted(study: Study, profile: str) -> Counter[str]:
    """Source -> different quotations of people behind the marks of figures, as far as the profile shows them."""
    found: set[tuple[str, int, int]] = set()
    gate = study.gate(profile)
    for name, spec in study.loaded.figures.items():
        for mark in spec.marks if spec.nodes else ():
            raw = study.evidence(name, mark, profile="internal")
            said = raw.loc[raw["basis"].isin(FIELD_KINDS), ["source", "start", "end"]].drop_duplicates()
            places = said.itertuples(index=False, name=None)
            found |= {place for place in places if _may_print(study, gate, *place)}
    return Counter(source for source, _, _ in found)


def _may_print(study: Study, gate: Gate, name: str, start: int, end: int) -> bool:
    """Whether the words of a stretch may be shown."""
    source = study.loaded.sources[name]
    place = source.passage_at(start, end)
    return gate.may_print(source.kind, place.label if place else "", name, start, end)


def _marks(before: Study, after: Study) -> _Rows:
    rows: _Rows = []
    for name, spec in before.loaded.figures.items():
        gone = left_out(after, after.config.profile).get(name)
        if gone and name not in left_out(before, before.config.profile):
            rows.append(("figure", name, "drawn", f"not drawn: {gone}"))
        if not spec.nodes:
            continue
        old, new = (study.marks(name).set_index("mark") for study in (before, after))
        for mark in old.index:
            was, now = (_drawn(frame.loc[mark]) for frame in (old, new))
            if was != now:
                rows.append(("mark", f"{name} {mark}", was, now))
    return rows


def _drawn(mark: pd.Series) -> str:
    return f"{mark['status']}, {mark['persons']} for, {mark['opposers']} against"


def _claims(before: Study, after: Study) -> _Rows:
    """Each claim whose evidence, counter-evidence, chain or proposed strength changes; references that it loses."""
    rows: _Rows = []
    for key, old in before.weighed.items():
        new = after.weighed[key]
        lost = sorted({*new.evidence.lost, *new.counter.lost} - {*old.evidence.lost, *old.counter.lost})
        was, now = _stands(old), _stands(new)
        if was != now or lost:
            names = f"; names what is gone: {', '.join(lost)}" if lost else ""
            rows.append(("claim", key, was, f"{now}{names}"))
    return rows


def _stands(entry: Weighed) -> str:
    counts = {key: NOT_ASSESSED if value is None else value for key, value in entry.counts.items()}
    against = f"{len(entry.counter.rows)} against by {counts['opposers']}"
    return (
        f"{len(entry.evidence.rows)} for by {counts['persons']} in {counts['sources']} sources "
        f"(witnesses: {counts['witnesses']}), {against}, chain {entry.chain.resolved}/{len(entry.chain.links)}, "
        f"{entry.proposed or 'no strength'} proposed, {entry.chain.rendering}"
    )


def _judgements(before: Study, after: Study) -> _Rows:
    """Each record under codebook/ that loses a reference or its ground: what a person decided wants a second look."""
    old = set(before.judgement_problems())
    fresh = [problem for problem in after.judgement_problems() if problem not in old]
    rows: _Rows = []
    for where in dict.fromkeys(problem.where for problem in fresh):
        said = (f"{p.rule} (got {p.came})" if p.came else p.rule for p in fresh if p.where == where)
        rows.append(("judgement", where, "stands", "; ".join(said)))
    waits = [study.negative_summary(profile="internal")["open"] for study in (before, after)]
    for claim, count in waits[1].items():
        if int(count) != int(waits[0].get(claim, 0)):
            was, now = (f"{int(n.get(claim, 0))} cases without an ending" for n in waits)
            rows.append(("judgement", f"negative cases of {claim}", was, now))
    return rows


def _labels(before: Gate, after: Gate) -> _Rows:
    new = after.label_classes()
    return [
        (
            "label",
            label,
            f"{n} persons",
            f"{new[label]} persons{'' if new[label] >= after.k else f', fewer than {after.k}'}",
        )
        for label, n in sorted(before.label_classes().items())
        if n != new[label]
    ]


def _tables(before: Study, after: Study) -> _Rows:
    profile = before.config.profile
    old, new = tables(before, profile), tables(after, profile)
    rows: _Rows = []
    for name, frame in old.items():
        lines = [set(table_text(f).splitlines()) for f in (frame, new[name])]
        changed = len(lines[0] - lines[1])
        if lines[0] != lines[1]:
            rows.append(("table", name, f"{len(frame)} rows", f"{len(new[name])} rows, {changed} other than before"))
    return rows
