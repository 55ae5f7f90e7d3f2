"""Adopt an edited text: every coding on it is found again in its words and context, asked about, or orphaned.

Nothing moves silently: each change of place is an act with its verdict, and what has no place is out of every figure
until a person decides.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from analysis.adjudication import what
from analysis.coding.fold import fold
from analysis.coding.passages import forget, recall
from analysis.coding.reanchor import ASK, HEALED, ORPHANED, UNCHANGED, Finder, Place
from analysis.errors import AnalysisError, CodingError
from analysis.model import ADRIFT, Act, Source
from analysis.sources.anchors import anchor
from analysis.study import acts
from analysis.study.build import freeze
from analysis.study.load import load
from analysis.study.loaded import Loaded

ACCEPTED = "accepted"
"""The verdict on a place that was asked about and that a person took."""
STATES = {ASK: "asked", ORPHANED: "orphaned"}
"""Verdict -> what a journal says of a coding that has no place."""
REPORT_COLUMNS: tuple[str, ...] = (
    "source",
    "coder",
    "id",
    "what",
    "verdict",
    "score",
    "start_before",
    "end_before",
    "start",
    "end",
    "words_before",
    "words",
)


def reanchor(
    root: Path, source: str, *, accept: Collection[str] = (), anyway: bool = False, dry_run: bool = False
) -> list[Place]:
    """Move the codings of a source to where their words stand now (an `anchor` act each) and freeze the new text.

    Parameters
    ----------
    accept : ids of codings whose proposed place is taken, though it had to be asked about
    anyway : adopt the text even where more than half of the codings find no place in it
    dry_run : say where they would stand, and write nothing

    Returns
    -------
    Where each coding stands, by coder and offset. Those with the verdict `ask` or `orphaned` keep their old place and
    count in nothing until they are accepted, removed, or found again after another edit.

    Raises
    ------
    CodingError
        An accepted id is not asked about; or more than half of the codings find no place: that is another text, not an
        edited one. Nothing is written.
    """
    loaded = load(root)
    text = acts.source_of(loaded, source)
    finder = Finder(text, recall(root, source))
    places = {
        coder: [finder.find(c) for c in fold(journal.acts, coder=coder, source=source).codings]
        for (coder, name), journal in loaded.journals.items()
        if name == source
    }
    found = [place for of_one in places.values() for place in of_one]
    unasked = sorted(set(accept) - {p.coding.id for p in found if p.verdict == ASK})
    if unasked:
        step = "Run jenjang reanchor without --accept to see them."
        raise CodingError(f"{source}: a place is accepted that was asked about (got {', '.join(unasked)}). {step}")
    lost = sum(p.verdict in STATES and p.coding.id not in accept for p in found)
    if lost * 2 > len(found) and not (anyway or dry_run):
        raise CodingError(
            f"{text.file}: an edited text still holds most of what was coded (got {lost} of {len(found)} codings "
            "without a place). Put the old text back; or, if it is the same source all the same, add --anyway."
        )
    if not dry_run:
        _adopt(loaded, text, places, accept)
    return [dataclasses.replace(p, verdict=ACCEPTED) if p.coding.id in accept else p for p in found]


def _adopt(loaded: Loaded, text: Source, places: Mapping[str, Iterable[Place]], accept: Collection[str]) -> None:
    """Write the acts, freeze the text, and forget older ones in which nothing stands any more."""
    for coder, of_one in places.items():
        changed = [act for p in of_one if (act := _act(text, coder, p, p.coding.id in accept))]
        if changed:
            loaded, _ = acts.write(loaded, coder, text.id, *changed)
    checksums = {key: sha for key, sha in loaded.checksums.items() if key != text.id}
    freeze(dataclasses.replace(loaded, checksums=checksums))
    standing = {c.text_sha for (_, name), state in loaded.states.items() if name == text.id for c in state.codings}
    forget(loaded.root, text.id, but={text.text_sha, *standing})


def edited(loaded: Loaded) -> list[str]:
    """The sources whose text is another than the frozen one, or than the one in which a coding stands."""
    stale = {
        key for key, source in loaded.sources.items() if loaded.checksums.get(key, source.text_sha) != source.text_sha
    }
    for (_, name), state in loaded.states.items():
        text = loaded.sources.get(name)
        if text and any(c.text_sha not in ("", text.text_sha) and not c.adrift for c in state.codings):
            stale.add(name)
    return sorted(stale)


def reanchor_all(
    root: Path, *, anyway: bool = False, dry_run: bool = False
) -> tuple[dict[str, list[Place]], dict[str, str]]:
    """Adopt every edited text; one that cannot be adopted does not keep the others back.

    Returns
    -------
    Source -> where its codings stand; source -> why its text could not be adopted.
    """
    done: dict[str, list[Place]] = {}
    failed: dict[str, str] = {}
    for source in edited(load(root)):
        try:
            done[source] = reanchor(root, source, anyway=anyway, dry_run=dry_run)
        except AnalysisError as error:
            failed[source] = str(error)
    return done, failed


def report(texts: Mapping[str, Source], found: Mapping[str, Iterable[Place]]) -> pd.DataFrame:
    """What became of each coding? One row per coding: its verdict and score, and place and words before and now.

    What is asked about shows the place proposed, with the words there; what is orphaned has no place.
    """
    rows = []
    for source, places in found.items():
        for place in places:
            coding, nowhere = place.coding, place.verdict == ORPHANED
            now = (-1, -1, "") if nowhere else (place.start, place.end, texts[source].body[place.start : place.end])
            verdict = STATES.get(place.verdict, place.verdict)
            before = (coding.start, coding.end)
            head = (source, coding.coder, coding.id, what(coding), verdict, round(place.score, 3))
            rows.append((*head, *before, *now[:2], coding.quote, now[2]))
    return pd.DataFrame(rows, columns=list(REPORT_COLUMNS))


def told(report: pd.DataFrame) -> list[str]:
    """The lines that a person should read: what was healed, is asked about, or has no place any more."""
    lines = []
    for row in report.to_dict("records"):
        if row["verdict"] in (*STATES.values(), HEALED):
            who = f"{row['verdict']} {row['id']} ({row['coder']}, {row['source']})"
            lines.append(f"{who}: {str(row['words_before'])[:70]!r}")
        if row["verdict"] in (STATES[ASK], HEALED):
            best = "stands best" if row["verdict"] == STATES[ASK] else "stands"
            lines.append(f"  {best} at {row['start']}, score {row['score']:.2f}: {str(row['words'])[:70]!r}")
    return lines


def counted(places: Iterable[Place]) -> str:
    """How many codings have which verdict, in words."""
    counts = Counter(STATES.get(place.verdict, place.verdict) for place in places)
    return ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())) or "no codings"


def _act(text: Source, coder: str, place: Place, accepted: bool) -> Act | None:
    """The act that says where a coding stands; None where nothing changed."""
    coding, act = place.coding, Act(seq=0, at="", by=coder, op="anchor", id=place.coding.id, source=text.id)
    if place.verdict in STATES and not accepted:
        state = STATES[place.verdict]
        return None if coding.anchor_state == state else dataclasses.replace(act, memo=state)
    if place.verdict == UNCHANGED and coding.text_sha == text.text_sha and coding.anchor_state not in ADRIFT:
        return None
    where = anchor(text, place.start, place.end)
    verdict = ACCEPTED if accepted else place.verdict
    return dataclasses.replace(
        act,
        text_sha=where.text_sha,
        start=place.start,
        end=place.end,
        quote=where.segment.quote,
        prefix=where.prefix,
        suffix=where.suffix,
        memo=f"{verdict} {place.score:.3f}" if verdict in (HEALED, ACCEPTED) else verdict,
    )
