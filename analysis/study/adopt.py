"""Adopt an edited text: every coding on it is found again in its words and context, asked about, or orphaned.

Nothing moves silently: each change of place is an act with its verdict, and what has no place is out of every figure
until a person decides.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from pathlib import Path

from analysis.coding.fold import fold
from analysis.coding.reanchor import ASK, HEALED, ORPHANED, UNCHANGED, Finder, Place
from analysis.errors import CodingError
from analysis.model import ADRIFT, Act, Source
from analysis.sources.anchors import anchor
from analysis.study import acts
from analysis.study.build import freeze
from analysis.study.load import load

ACCEPTED = "accepted"
"""The verdict on a place that was asked about and that a person took."""
STATES = {ASK: "asked", ORPHANED: "orphaned"}
"""Verdict -> what a journal says of a coding that has no place."""


def reanchor(root: Path, source: str, *, accept: Collection[str] = (), anyway: bool = False) -> list[Place]:
    """Move the codings of a source to where their words stand now (an `anchor` act each) and freeze the new text.

    Parameters
    ----------
    accept : ids of codings whose proposed place is taken, though it had to be asked about
    anyway : adopt the text even where more than half of the codings find no place in it

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
    finder = Finder(text)
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
    lost = sum(p.verdict in STATES for p in found)
    if lost * 2 > len(found) and not (anyway or accept):
        raise CodingError(
            f"{text.file}: an edited text still holds most of what was coded (got {lost} of {len(found)} codings "
            "without a place). Put the old text back; or, if it is the same source all the same, add --anyway."
        )
    for coder, of_one in places.items():
        changed = [act for p in of_one if (act := _act(text, coder, p, p.coding.id in accept))]
        if changed:
            loaded, _ = acts.write(loaded, coder, source, *changed)
    checksums = {key: sha for key, sha in loaded.checksums.items() if key != source}
    freeze(dataclasses.replace(loaded, checksums=checksums))
    return [dataclasses.replace(p, verdict=ACCEPTED) if p.coding.id in accept else p for p in found]


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
