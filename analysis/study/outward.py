"""How are codings, evidence and references shown, in words that the gate lets through? One place for every frame.

In public a row of what people say has its label, its words and what they were coded as, and nothing else: no id, place,
order, coder or attribute; the kind of source only where enough of the label were heard in it. Rows whose words are kept
back are told once, however many there are, and all stand in the order of their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import pandas as pd

from analysis.model import FIELD_KINDS, Source
from analysis.release import REASONS, Gate

WITHHELD = "[withheld]"
"""What stands in place of words that the release profile keeps back."""
SAID = "said"
"""What stands for the kind of a source that would tell who spoke there."""
TOLD: frozenset[str] = frozenset(
    ("mark", "basis", "kind", "label", "quote", "code", "position", "stance", "theme", "side", "claim")
    + ("research_question", "shown_in", "from_code", "to_code", "type", "f29", "polarity", "modality")
)
"""Columns that a public frame has of what people say."""
_PLACES = ("start", "end")
_DEFAULT_ORDER = ("side", "label", "quote", "code")


def safe_kinds(sources: Iterable[Source], gate: Gate) -> frozenset[tuple[str, str]]:
    """Label and kind of source, in English, where as many persons as a label needs were heard under that label."""
    heard = {(p, s.kind) for s in sources for p in s.participants if p in gate.participants and gate.may(p, "analyse")}
    counts = Counter((gate.label(person, "en"), kind) for person, kind in heard)
    return frozenset(pair for pair, n in counts.items() if n >= gate.k)


def through_gate(
    frame: pd.DataFrame, gate: Gate, language: str, kinds: Collection[tuple[str, str]], *, rows: pd.DataFrame | None
) -> pd.DataFrame:
    """The frame as the gate lets it through, with `attrs["held_back"]`: why words are missing, each reason once.

    A frame that went through already comes back as it is.

    Parameters
    ----------
    rows : frame with the same rows and kind (or basis), label, source, start, end, where the frame itself lacks them
    kinds : label and kind of source that may be told together (`safe_kinds`)
    """
    if frame.attrs.get("released") == gate.profile:
        return frame
    of = frame if rows is None else rows.set_axis(frame.index)
    basis = "kind" if "kind" in of else "basis"
    people = of[basis].isin(FIELD_KINDS)
    asked = of.loc[people, [basis, "label", "source", "start", "end"]].itertuples(index=False, name=None)
    why = pd.Series([gate.held_for(*row) for row in asked], index=of.index[people], dtype=object)
    why = why.reindex(of.index, fill_value="")
    shown = frame.assign(quote=frame["quote"].mask(why != "", WITHHELD))
    labels = {label: gate.label(label, language) for label in of.loc[people, "label"].unique()}
    if "label" in shown:
        shown["label"] = shown["label"].where(~people, of["label"].map(labels))
    if not gate.internal:
        shown = _outside(shown, of, people, why != "", gate, kinds)
    shown.attrs["released"] = gate.profile
    shown.attrs["held_back"] = [reason for reason in REASONS if (why == reason).any()]
    return shown


def _outside(
    shown: pd.DataFrame,
    of: pd.DataFrame,
    people: pd.Series,
    held: pd.Series,
    gate: Gate,
    kinds: Collection[tuple[str, str]],
) -> pd.DataFrame:
    """What a public reader sees of people's rows; those of documents stay as they are, and come last."""
    shown = shown.astype({c: object for c in shown.columns if c not in _PLACES})
    hidden = [column for column in shown.columns if column not in TOLD and column not in _PLACES]
    shown[hidden] = shown[hidden].mask(people, "")
    shown.loc[people, [column for column in _PLACES if column in shown]] = -1
    english = {label: gate.label(label, "en") for label in of.loc[people, "label"].unique()}
    for column in [c for c in ("kind", "basis") if c in shown]:
        pairs = zip(of["label"].map(english), shown[column], people, strict=True)
        shown[column] = [kind if not said or (name, kind) in kinds else SAID for name, kind, said in pairs]
    said = shown[people & ~held]
    once = shown[people & held].drop_duplicates()
    order = [column for column in _DEFAULT_ORDER if column in shown]
    told = pd.concat([said, once]).sort_values([*order, *(c for c in sorted(TOLD) if c in shown and c not in order)])
    return pd.concat([told, shown[~people]], ignore_index=True)
