"""How may the marks of a figure be told outside? Totals that give no small class back, and a stability made of them.

Sums of persons and sources leave where every small class keeps a second answer (`analysis.suppression`), else a word
stands for them. What stands beside them in public follows from those sums alone, so that it adds nothing: the marks are
drawn anew as if each source were of a group of its own, and in the order of their number, not of who it was. The shares
of the true sources would tell which they are: one could try all sets until the same share comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from analysis.figures.material import Material
from analysis.model import words_in
from analysis.relations import STABILITY_COLUMNS, Bundle, Draws, Keep, stability
from analysis.release import NONE, SOME, Gate
from analysis.study.voices import MAYBE, Classes
from analysis.suppression import BOTH, CON, PRO, SILENT

FOR: tuple[str, ...] = ("persons", "sources", "witnesses")
INSIDE: tuple[str, ...] = ("bootstrap_stratified", "ceiling_stratified", "drop_group", "drop_coder")
"""What is made of the true groups and coders stays inside."""
_SOURCES: Mapping[str, tuple[str, str]] = {"en": ("one source", "{n} sources"), "id": ("satu sumber", "{n} sumber")}


def patterns_of(marks: pd.DataFrame, voices: pd.DataFrame, keep: Keep, classes: Classes) -> dict[str, str]:
    """Mark -> how much of its sums may be told (`analysis.suppression.PATTERNS`), by who speaks for and against it."""
    own = dict(list(voices.groupby("mark")))
    empty = pd.DataFrame(columns=["side", "person", "source"])
    rows = marks[["mark", "kept", "groups"]].itertuples(index=False, name=None)
    return {
        mark: classes.told(own.get(mark, empty), _looks_so(bool(kept), int(groups), keep))
        for mark, kept, groups in rows
    }


def released(
    marks: pd.DataFrame,
    voices: Callable[[], pd.DataFrame],
    material: Material,
    classes: Classes,
    gate: Gate,
    language: str,
) -> pd.DataFrame:
    """The marks as the gate lets them be told, with `persons_text`, and `told`: how much of the sums may be.

    `voices` gives who speaks for and against each mark (`analysis.figures.evidence.voices_of`); it is asked in public.
    Inside all of it. In public a word (some, none) stands for sums that would give a small class back; stability is
    told only where both sums are, and made of them alone; what hangs on a source says on how many (F44).
    """
    persons = marks["persons"].astype(object)
    if gate.internal:
        return marks.assign(persons_text=[str(n) if n else "" for n in persons], told=BOTH)
    heard = voices()
    told = pd.Series(patterns_of(marks, heard, material.keep, classes)).reindex(marks["mark"]).set_axis(marks.index)
    plain = {column: marks[column].astype(object) for column in (*FOR, "opposers", "groups", "kept")}
    shown = marks.assign(told=told, **plain)
    for column, open_ in (*((name, (BOTH, PRO)) for name in FOR), ("opposers", (BOTH, CON))):
        shown[column] = shown[column].where(told.isin(open_), _words(marks[column], language))
    shown.loc[told == SILENT, "kept"] = None
    shown["hypothetical"] = _supposed(marks, heard, classes, language)
    shown["thread"] = _words(marks["thread"], language)
    shown[list(STABILITY_COLUMNS)] = public_stability(marks, material)[list(STABILITY_COLUMNS)].to_numpy()
    shown["linchpins"] = _counted(shown["linchpins"], language)
    shown[list(INSIDE)] = None
    shown.loc[told != BOTH, list(STABILITY_COLUMNS)] = None
    shown.loc[told == SILENT, "groups"] = None
    return shown.assign(persons_text=[str(n) if n and n not in NONE.values() else "" for n in shown["persons"]])


def public_stability(marks: pd.DataFrame, material: Material) -> pd.DataFrame:
    """The stability of each mark as its published sums alone give it: every source a group of its own.

    The same columns as `analysis.relations.stability`; `linchpins` are so many names as there are sources without which
    the mark is kept no more, none of them a name of the study.
    """
    names = [f"{number:06d}" for number in range(len(material.resamples.sources))]
    draws = Draws(tuple(names), material.resamples.simple, material.resamples.simple, ())
    sums = marks[["mark", "sources", "opposers"]].itertuples(index=False, name=None)
    bundles = {str(mark): _stand_in(names, int(pro), int(con)) for mark, pro, con in sums}
    return (
        stability(bundles, draws, dict.fromkeys(names, ""), replace_groups(material.keep))
        .reset_index(drop=True)
        .set_axis(marks.index)
    )


def replace_groups(keep: Keep) -> Keep:
    """The keep rule without what it asks of groups."""
    return replace(keep, groups=0)


def _stand_in(names: list[str], pro: int, con: int) -> Bundle:
    """So many supporters and opposers, whoever they are; who is both stands on both sides."""
    return Bundle(supporters=frozenset(names[:pro]), opposers=frozenset(names[max(0, len(names) - con) :]))


def _looks_so(kept: bool, groups: int, keep: Keep) -> Callable[[int, int], bool]:
    """Whether so many sources for and against would be kept, or not, as the mark is seen to be."""

    def seen(pros: int, cons: int) -> bool:
        enough = pros >= keep.supporters and pros > cons
        return enough if kept else not enough or groups < keep.groups

    return seen


def _supposed(marks: pd.DataFrame, voices: pd.DataFrame, classes: Classes, language: str) -> pd.Series:
    """How many sources merely suppose a link, or some."""
    own = voices[voices["side"] == MAYBE].groupby("mark")
    hidden = [mark for mark, rows in own if not classes.told_alone(rows)]
    counts = marks["hypothetical"].astype(object)
    return counts.where(~marks["mark"].isin(hidden), _words(counts, language))


def _words(counts: pd.Series, language: str) -> pd.Series:
    """Some or none for each number; missing stays missing."""
    words = [None if pd.isna(n) else words_in(SOME if n else NONE, language) for n in counts]
    return pd.Series(words, index=counts.index, dtype=object)


def _counted(names: pd.Series, language: str) -> pd.Series:
    """How many there are, in words."""
    one, many = _SOURCES.get(language, _SOURCES["en"])
    counts = [len([part for part in str(given or "").split(";") if part and part != "nan"]) for given in names]
    words = [(one if n == 1 else many.format(n=n)) if n else "" for n in counts]
    return pd.Series(words, index=names.index, dtype=object)
