"""Adopt an edited text: every coding on it is found again in its words and context, or nothing is written."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from analysis.coding.fold import fold
from analysis.coding.reanchor import ASK, UNCHANGED, Place, find_again
from analysis.errors import CodingError
from analysis.model import Act, Source
from analysis.sources.anchors import anchor
from analysis.study import acts
from analysis.study.build import freeze
from analysis.study.load import Loaded, load


def reanchor(root: Path, source: str) -> list[Place]:
    """Move the codings of a source to where their words stand now (an `anchor` act each) and freeze the new text.

    Returns
    -------
    Where each coding stands, by coder and offset.

    Raises
    ------
    CodingError
        Some coding's words do not stand in one place with their context; all of them are listed, and nothing is
        written.
    """
    loaded = load(root)
    text = acts.source_of(loaded, source)
    places = {coder: _places(loaded, coder, text) for coder, name in loaded.journals if name == source}
    lost = [(coder, p) for coder, found in places.items() for p in found if p.verdict == ASK]
    if lost:
        lines = [f"  codings/{coder}/{source}.jsonl: {p.coding.id} {p.coding.quote[:60]!r}" for coder, p in lost]
        raise CodingError(
            f"{text.file}: after an edit each coding's words stand in one place, with what stood before or after them "
            f"(got {len(lost)} that do not). Put these words back, or remove the codings with jenjang code --remove, "
            "and run this again:\n" + "\n".join(lines)
        )
    for coder, found in places.items():
        moved = [_act(text, coder, place) for place in found if not _as_it_was(place, text)]
        if moved:
            loaded, _ = acts.write(loaded, coder, source, *moved)
    checksums = {key: sha for key, sha in loaded.checksums.items() if key != source}
    freeze(dataclasses.replace(loaded, checksums=checksums))
    return [place for found in places.values() for place in found]


def _places(loaded: Loaded, coder: str, text: Source) -> list[Place]:
    state = fold(loaded.journals[(coder, text.id)].acts, coder=coder, source=text.id)
    return [find_again(coding, text) for coding in state.codings]


def _as_it_was(place: Place, text: Source) -> bool:
    return place.verdict == UNCHANGED and place.coding.text_sha == text.text_sha


def _act(text: Source, coder: str, place: Place) -> Act:
    where = anchor(text, place.start, place.end)
    return Act(
        seq=0,
        at="",
        by=coder,
        op="anchor",
        id=place.coding.id,
        source=text.id,
        text_sha=text.text_sha,
        start=place.start,
        end=place.end,
        quote=where.segment.quote,
        prefix=where.prefix,
        suffix=where.suffix,
        memo=place.verdict,
    )
