"""Do the ways of looking at one case disagree? Cases by method (F12).

Source: O'Cathain, Murphy and Nicholl (2010), BMJ 341, c4587, doi:10.1136/bmj.c4587.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.triangulation.judged import Case
from analysis.triangulation.profiles import SIGN

METHODS: tuple[str, ...] = ("interview", "document", "observation", "focus_group", "verification")
OPPOSITE, ALIKE, NOT_COMPARABLE = "opposite", "not opposite", "not comparable"
PAPERS = ("law", "document", "literature")


def case_rows(
    codings: pd.DataFrame, documents: pd.DataFrame, cases: Iterable[Case], *, persons: Iterable[str] = ()
) -> pd.DataFrame:
    """Which codings speak about which case, by which method?

    Parameters
    ----------
    codings : codings of what people said and what was observed; documents : of documents, in the legal frame
    cases : declared cases; where there is none, each of `persons` is one

    Returns
    -------
    frame, one row per case and coding: case, method, code, stance, ref. A person's words count for his or her cases by
    the kind of their source; what stands in a source that a case names counts as that source's kind, and laws,
    documents and literature as `document`.
    """
    cases = list(cases) or [Case(person, persons=(person,)) for person in persons]
    who = pd.DataFrame([(c.id, p) for c in cases for p in c.persons], columns=["case", "person"], dtype=object)
    where = pd.DataFrame([(c.id, s) for c in cases for s in c.sources], columns=["case", "source"], dtype=object)
    said = codings.assign(ref=codings["source"] + "/" + codings["id"])
    found = [
        said[said["person"] != ""].merge(who, on="person"),
        said.merge(where, on="source"),
        documents.merge(where, on="source"),
    ]
    columns = ["case", "kind", "code", "stance", "ref"]
    rows = pd.concat([frame.reindex(columns=columns) for frame in found], ignore_index=True)
    rows["method"] = rows["kind"].where(~rows["kind"].isin(PAPERS), "document")
    return rows.drop_duplicates(["case", "ref", "code"])[["case", "method", "code", "stance", "ref"]]


def case_by_method(rows: pd.DataFrame) -> pd.DataFrame:
    """Where do two ways of looking at one case take opposite sides?

    Parameters
    ----------
    rows : one row per case and coding of one theme: case, method, stance

    Returns
    -------
    frame, one row per case, indexed by it: a column per method of `METHODS` (-1, 0 or 1: the side its codings take on
    balance; missing where it says nothing of the theme), methods (how many speak), and reading: `opposite` where two
    of them take opposite sides, `not opposite`, or `not comparable` where one method alone speaks. Cases that can be
    compared come first, each part sorted.
    """
    signed = rows.assign(sign=rows["stance"].map(SIGN).fillna(0))
    sides = np.sign(signed.groupby(["case", "method"])["sign"].sum()).astype(int).unstack("method")
    table = sides.reindex(columns=list(METHODS)).astype("Int64")
    table.columns.name = None
    methods = table.notna().sum(axis=1)
    both = table.eq(1).any(axis=1) & table.eq(-1).any(axis=1)
    reading = pd.Series(np.where(both, OPPOSITE, np.where(methods < 2, NOT_COMPARABLE, ALIKE)), index=table.index)
    table = table.assign(methods=methods, reading=reading.astype(object))
    return table.loc[table.assign(last=methods < 2).sort_values("last", kind="stable").index]
