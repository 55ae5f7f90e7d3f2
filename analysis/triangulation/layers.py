"""What does law say, what do people say that it says, what do they say happens, and what do they wish? Kept apart.

A provision is a norm and never counts as something that happens. What people say is told apart by the coding attribute
`mode`: norm, fact or evaluation, wish; where a study does not record it, their words stand in a layer of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.triangulation.judged import SilenceMark
from analysis.triangulation.profiles import SIGN, Profile, SourceSet

MODE = "mode"
LAW, LITERATURE, SAID_NORM, PRACTICE, WISH, UNMARKED = "law", "literature", "said_norm", "practice", "wish", "unmarked"
LAYERS: tuple[str, ...] = (LAW, LITERATURE, SAID_NORM, PRACTICE, WISH, UNMARKED)
LAYER_OF: Mapping[str, str] = {"norm": SAID_NORM, "fact": PRACTICE, "evaluation": PRACTICE, "wish": WISH}
"""The mode of what people say -> the layer it belongs to."""
SUPPORTS, CONTRADICTS, RAISES, NORM, SILENT, OUTSIDE = (
    "supports",
    "contradicts",
    "raises",
    "states a norm",
    "silent",
    "outside the frame",
)
POSITIONS: tuple[str, ...] = (SUPPORTS, CONTRADICTS, RAISES, NORM, SILENT, OUTSIDE)
LAYER_COLUMNS: tuple[str, ...] = (
    "layer",
    "group",
    "n",
    "k",
    "supports",
    "opposes",
    "neither",
    "examples",
    "norms",
    "confidence",
    "evidence",
)
WHO_COLUMNS: tuple[str, ...] = (
    "set",
    "position",
    "n",
    "k",
    "who",
    "examples",
    "norms",
    "confidence",
    "silence",
    "mark",
    "evidence",
)


def layers_frame(said: pd.DataFrame, written: pd.DataFrame, able: Mapping[str, int]) -> pd.DataFrame:
    """On one theme, what does each layer say, group by group?

    Parameters
    ----------
    said : codings of what people say on the theme: source, person, group, stance, facet, id, and `mode` where the study
        records it
    written : provisions and passages on the theme: ref, source, kind, stance, facet, norm, confidence, in_frame
    able : group -> how many persons of it are able to speak, in the order of display

    Returns
    -------
    frame, one row per layer and group (of documents: their kind), in the order of `LAYERS`: n (persons of the group
    able to speak; documents that bear on the theme), k (that do; that hold in the legal frame), supports, opposes,
    neither (persons or documents by the side they take on balance), examples, norms (how practice stands to
    provisions), confidence (of provisions, counted), evidence (references joined by `; `). A group of which nobody
    speaks in a layer has k = 0; a layer in which nobody speaks has no row.
    """
    rows = []
    for layer, kinds in ((LAW, written["kind"] != LITERATURE), (LITERATURE, written["kind"] == LITERATURE)):
        for kind, papers in written[kinds].groupby("kind"):
            rows.append(_layer(layer, str(kind), papers["source"].nunique(), papers[papers["in_frame"]], "source"))
    mode = said[MODE].map(LAYER_OF).fillna(UNMARKED) if MODE in said else pd.Series(UNMARKED, index=said.index)
    people = said[said["person"] != ""].assign(ref=said["source"] + "/" + said["id"], layer=mode)
    for layer in LAYERS[2:]:
        own = people[people["layer"] == layer]
        rows += [_layer(layer, g, n, own[own["group"] == g], "person") for g, n in able.items() if len(own)]
    return pd.DataFrame(rows, columns=list(LAYER_COLUMNS))


def _layer(layer: str, group: str, n: int, rows: pd.DataFrame, who: str) -> tuple[object, ...]:
    sides = _sides(rows, who)
    counts = [int((sides == side).sum()) for side in (1, -1, 0)]
    return (layer, group, n, len(sides), *counts, *_told(rows))


def _sides(rows: pd.DataFrame, who: str) -> pd.Series:
    """Person or document -> the side it takes on balance."""
    signs = rows["stance"].map(SIGN).fillna(0)
    balance = signs.groupby(rows[who]).sum()
    return pd.Series(np.sign(balance.to_numpy()), index=balance.index)


def _told(rows: pd.DataFrame) -> tuple[str, str, str, str]:
    """Examples, norms, confidence and evidence of some rows."""
    norms = sorted({norm for norm in rows["norm"] if norm}) if "norm" in rows else []
    examples = sorted({facet for facet in rows["facet"] if facet})
    return ", ".join(examples), ", ".join(norms), count_marks(rows), "; ".join(dict.fromkeys(rows["ref"]))


def count_marks(rows: pd.DataFrame) -> str:
    """How surely are the words of these provisions known? Each mark with the number of provisions that carry it."""
    if "confidence" not in rows:
        return ""
    marks = rows.loc[rows["confidence"] != "", ["ref", "confidence"]].drop_duplicates()["confidence"].value_counts()
    return ", ".join(f"{mark} {count}" for mark, count in sorted(marks.items(), key=lambda item: (-item[1], item[0])))


def who_says(
    sets: Sequence[SourceSet],
    profiles: Mapping[str, Profile],
    said: Mapping[str, pd.DataFrame],
    written: pd.DataFrame,
    marks: Iterable[SilenceMark] = (),
) -> pd.DataFrame:
    """On one theme: who supports its statement, who contradicts it, who is silent and why, and which articles?

    Parameters
    ----------
    profiles : set -> what it says on the theme
    said : set of people -> the codings of its people on the theme
    written : provisions and passages on the theme, in the legal frame or not
    marks : what people judged of silences on this theme

    Returns
    -------
    frame, one row per set and position, sets in their order, positions in that of `POSITIONS`: n able to speak, asked
    (of those: who was there when a question on the theme was put; missing of documents), k who take the position, who
    (persons or documents), examples, norms, confidence, silence (its kind, where the position is silent), mark
    (expected or surprising, where judged), evidence (references joined by `; `). `raises` is to speak and take no side
    on balance. A provision outside the legal frame is listed as such and counts for nothing.
    """
    marked = {mark.set: mark.mark for mark in marks}
    rows: list[tuple[object, ...]] = []
    for entry in sets:
        profile = profiles[entry.id]
        papers = written[written["kind"].isin(entry.kinds)]
        if entry.of_people:
            own = said[entry.id]
            rows += _positions(entry.id, profile.n, own.assign(ref=own["source"] + "/" + own["id"]), "person")
        else:
            rows += _positions(entry.id, profile.n, papers[papers["in_frame"]], "source")
        if not profile.k:
            rows.append((entry.id, SILENT, profile.n, 0, "", "", "", "", profile.silence, marked.get(entry.id, ""), ""))
        outside = papers[~papers["in_frame"]]
        if not entry.of_people and len(outside):
            rows.append(_position(entry.id, OUTSIDE, profile.n, outside, "source"))
    frame = pd.DataFrame(rows, columns=list(WHO_COLUMNS))
    put = pd.Series([profiles[name].asked for name in frame["set"]], index=frame.index, dtype="Int64")
    frame.insert(list(WHO_COLUMNS).index("n") + 1, "asked", put)
    return frame


def _positions(name: str, n: int, rows: pd.DataFrame, who: str) -> list[tuple[object, ...]]:
    sides = rows[who].map(_sides(rows, who))
    norm = (rows[MODE] == "norm") & (rows["stance"] == "") if who == "source" else pd.Series(False, index=rows.index)
    only_norm = norm.groupby(rows[who]).transform("all") if len(rows) else norm
    taken = {SUPPORTS: sides > 0, CONTRADICTS: sides < 0, RAISES: (sides == 0) & ~only_norm, NORM: only_norm}
    return [_position(name, position, n, rows[held], who) for position, held in taken.items() if held.any()]


def _position(name: str, position: str, n: int, rows: pd.DataFrame, who: str) -> tuple[object, ...]:
    people = sorted(set(rows[who]))
    examples, norms, confidence, evidence = _told(rows)
    return name, position, n, len(people), ", ".join(people), examples, norms, confidence, "", "", evidence
