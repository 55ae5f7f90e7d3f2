"""Where do coders of one source differ, and how was each difference settled, by whom, why?

Nothing is decided here: what all coders marked holds, an adjudicator rules on the rest, and what nobody ruled on is
open. Codings in force are the agreed ones and the rulings (`analysis/coding/layer.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.coding.layer import agreed
from analysis.model import Coding, Ruling

NOT_SHARED, ATTRIBUTES = "not_shared", "attributes"
"""The kinds of difference: a coding that not all coders made; an agreed one whose attributes or facets differ."""
COLUMNS: tuple[str, ...] = (
    "source",
    "of",
    "kind",
    "coders",
    "start",
    "end",
    "quote",
    "what",
    "differs",
    "beside",
    "outcome",
    "difference",
    "reason",
    "by",
)
SHARED_COLUMNS: tuple[str, ...] = ("source", "what", "marked", "matched", "share")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `of` are the ids of the codings it is about, joined by `+`; `coding` is what they mark.

    `differs` names what each coder chose under an attribute, in the order of the coders' names; `beside` is what
    others marked on the same words.
    """

    of: str
    kind: str
    coders: tuple[str, ...]
    coding: Coding
    differs: Mapping[str, tuple[str, ...]]
    beside: tuple[Coding, ...] = ()


def differences(by_coder: Mapping[str, Sequence[Coding]], *, kept_span: str = "union") -> list[Difference]:
    """Where the coders of one source differ, in the order of the text.

    Parameters
    ----------
    by_coder : coder -> his or her codings and relations of the source, merged codes already read as one

    Returns
    -------
    Each coding that not all made, and each agreed one on whose attributes or facet they differ. With one coder: none.
    """
    if len(by_coder) < 2:
        return []
    every = [c for codings in by_coder.values() for c in codings]
    shared = agreed(by_coder, kept_span=kept_span)
    matched = {part for coding in shared for part in coding.id.split("+")}
    found = [Difference(c.id, NOT_SHARED, (c.coder,), c, {}, _beside(c, every)) for c in every if c.id not in matched]
    parts = {c.id: c for c in every}
    for coding in shared:
        differs = _differs([parts[part] for part in coding.id.split("+")])
        if differs:
            found.append(Difference(coding.id, ATTRIBUTES, tuple(sorted(by_coder)), coding, differs))
    return sorted(found, key=lambda d: (d.coding.start, d.coding.end, what(d.coding), d.of))


def what(coding: Coding) -> str:
    """The code of a coding, or the link of a relation in words."""
    link = coding.relation
    if link is None:
        return coding.code
    return f"{link.from_code} {link.type} {link.to_code} ({link.polarity}, {link.modality})"


def differences_frame(found: Mapping[str, Iterable[Difference]], rulings: Iterable[Ruling]) -> pd.DataFrame:
    """Which differences are there, and how was each settled?

    Parameters
    ----------
    found : source -> differences
    rulings : of all adjudicators; where several settle one difference, the last by coder and id is shown

    Returns
    -------
    frame, one row per difference: source, of (ids of the codings), kind (`not_shared`, `attributes`), coders, start,
    end, quote, what (code or link), differs (what each coder chose), beside (what others put on the same words),
    outcome (`kept`, `dropped`), difference (its type), reason, by; the last four are empty while it is open.
    """
    settled = {(r.source, r.of): r for r in sorted(rulings, key=lambda r: (r.coder, r.id))}
    rows = []
    for source, entries in found.items():
        for entry in entries:
            ruling, coding = settled.get((source, entry.of)), entry.coding
            rows.append(
                {
                    "source": source,
                    "of": entry.of,
                    "kind": entry.kind,
                    "coders": ", ".join(entry.coders),
                    "start": coding.start,
                    "end": coding.end,
                    "quote": coding.quote,
                    "what": what(coding),
                    "differs": "; ".join(f"{key}: {' | '.join(values)}" for key, values in entry.differs.items()),
                    "beside": ", ".join(sorted({what(c) for c in entry.beside})),
                    "outcome": ruling.outcome if ruling else "",
                    "difference": ruling.difference if ruling else "",
                    "reason": ruling.reason if ruling else "",
                    "by": ruling.coder if ruling else "",
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def shared_frame(by_source: Mapping[str, Mapping[str, Sequence[Coding]]]) -> pd.DataFrame:
    """How much of what coders marked did all of them mark, before anything was settled?

    A coding is matched where every other coder put the same code on overlapping words (a relation: the same codes,
    type, polarity and modality). `share` = matched / marked; with two coders this is the F measure of Hripcsak and
    Rothschild (2005), doi:10.1197/jamia.M1733. It is not corrected for chance, and long segments make it larger.

    Returns
    -------
    frame, per source with at least two coders and over all (source ""): what (`codings`, `relations`), marked, matched,
    share (missing where nothing was marked)
    """
    counts: dict[tuple[str, str], list[int]] = {}
    for source, by_coder in by_source.items():
        if len(by_coder) < 2:
            continue
        matched = {part for coding in agreed(by_coder) for part in coding.id.split("+")}
        for codings in by_coder.values():
            for coding in codings:
                for place in (source, ""):
                    row = counts.setdefault((place, "codings" if coding.relation is None else "relations"), [0, 0])
                    row[0] += 1
                    row[1] += coding.id in matched
    rows = [(*key, marked, both, both / marked) for key, (marked, both) in sorted(counts.items())]
    return pd.DataFrame(rows, columns=list(SHARED_COLUMNS)).astype({"marked": int, "matched": int, "share": float})


def _beside(coding: Coding, others: Iterable[Coding]) -> tuple[Coding, ...]:
    """What other coders put on words that overlap."""
    return tuple(
        other
        for other in others
        if other.coder != coding.coder
        and (other.relation is None) == (coding.relation is None)
        and other.start < coding.end
        and coding.start < other.end
    )


def _differs(parts: Sequence[Coding]) -> dict[str, tuple[str, ...]]:
    """Attribute (or facet) -> what each coder chose, where choices differ; a slash joins several of one coder."""
    names = sorted({c.coder for c in parts})
    values: dict[str, dict[str, set[str]]] = {}
    keys = sorted({key for c in parts for key in c.attributes})
    for coding in parts:
        for key in keys:
            values.setdefault(key, {}).setdefault(coding.coder, set()).add(coding.attributes.get(key, ""))
        values.setdefault("facet", {}).setdefault(coding.coder, set()).add(coding.facet)
    chosen = {key: tuple("/".join(sorted(by[name])) for name in names) for key, by in values.items()}
    return {key: choices for key, choices in chosen.items() if len(set(choices)) > 1 or "/" in choices[0]}
