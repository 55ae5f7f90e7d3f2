"""How do informants' terms become themes and dimensions? The data structure (F28).

First-order concepts are the particulars under a code (its facets), second-order themes are the codes, aggregate
dimensions the families above them. `codebook/concepts.csv` holds what a person decided: how a concept is called in the
informants' own words, or why it is not.

Source: Gioia, Corley and Hamilton (2013), Organizational Research Methods 16(1), 15-31, doi:10.1177/1094428112452151;
critique: Mees-Buss, Welch and Piekkari (2020), doi:10.1177/1094428120967716. It shows work, it proves no rigour.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Problem, TableError
from analysis.model import FIELD_KINDS, Words, walk_up, words_in
from analysis.tables import as_problem, read_csv

FILE = "codebook/concepts.csv"
COLUMNS: tuple[str, ...] = (
    "dimension",
    "theme",
    "concept",
    "proposed",
    "decided",
    "reason",
    "in_vivo",
    "origin",
    "segments",
    "persons",
    "groups",
)
_GLOSS = "gloss_"
_SHORT = 6
"""Words that a label in the informants' own words may have, where the program proposes one."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a person decided on one concept: its label in the informants' words, or the reason for another."""

    label: str = ""
    reason: str = ""
    line: int = 0
    glosses: Words = field(default_factory=dict)
    """What the concept means, in few words, by language."""


def read_namings(path: Path, codebook: Codebook) -> tuple[dict[tuple[str, str], Naming], list[Problem]]:
    """(code, facet) -> what was decided, and what is wrong with the file; nothing where there is none."""
    if not path.is_file():
        return {}, []
    try:
        rows = read_csv(path, required=("code", "facet", "label", "reason"))
    except TableError as error:
        return {}, [as_problem(error, FILE)]
    found: dict[tuple[str, str], Naming] = {}
    problems = []
    for row in rows:
        key = (str(row["code"]), str(row["facet"]))
        if codebook.codes and key[0] not in codebook:  # where it cannot be read, that one problem is enough
            problems.append(Problem(FILE, row.line, "a code is in the codebook", key[0], codebook.did_you_mean(key[0])))
        elif key in found:
            problems.append(Problem(FILE, row.line, "a concept stands once", " ".join(key), "Delete one of the rows."))
        elif not row["label"] and not row["reason"] and not _glosses(row):
            step = "Give the label in the informants' words, or the reason for another."
            problems.append(Problem(FILE, row.line, "a row decides something", "neither label nor reason", step))
        else:
            found[key] = Naming(str(row["label"]), str(row["reason"]), row.line, _glosses(row))
    return found, problems


def _glosses(row: Mapping[str, object]) -> dict[str, str]:
    """The cells of the columns `gloss_<language>`, which may be there."""
    return {key.removeprefix(_GLOSS): str(cell) for key, cell in row.items() if key.startswith(_GLOSS) and cell}


def check_namings(
    namings: Mapping[tuple[str, str], Naming], codings: pd.DataFrame, codebook: Codebook
) -> list[Problem]:
    """Does each row name a concept that is coded, and is its label in the words of one of its quotes (F28)? Warnings.

    `codings` : in force: code, facet, quote
    """
    problems = []
    said: dict[tuple[str, str], list[str]] = {}
    for code, facet, quote in codings.loc[codings["facet"] != "", ["code", "facet", "quote"]].itertuples(index=False):
        said.setdefault((str(code), str(facet)), []).append(str(quote))
    for (code, facet), naming in namings.items():
        quotes = said.get((code, facet))
        if quotes is None:
            facets = sorted({other for key, other in said if key in codebook.within(code)})
            near = difflib.get_close_matches(facet, facets, n=1)
            step = f"Did you mean {near[0]}?" if near else f"See study.codings() for the facets of {code}."
            rule, came = "a concept is a facet of a coding in force", f"{code} {facet}"
        elif naming.label and not naming.reason and not any(_plain(naming.label) in _plain(quote) for quote in quotes):
            rule, came = f"{code} {facet}: a label stands in the words of one of its quotes", naming.label
            step = "Take words that somebody said, or give the reason for others."
        else:
            continue
        problems.append(Problem(FILE, naming.line, rule, came, step, "warning"))
    return problems


def concepts(
    codings: pd.DataFrame, codebook: Codebook, namings: Mapping[tuple[str, str], Naming] | None = None
) -> pd.DataFrame:
    """Which first-order concepts stand under which theme and dimension?

    Parameters
    ----------
    codings : one row per coding in force; those without a facet name no concept
    namings : what was decided on concepts, by code and facet

    Returns
    -------
    frame, one row per concept, in the order of the codebook, the widest first within a theme: dimension and theme (ids
    of codes; a code without a family is its own dimension), the concept (its facet), the label `proposed` by rule (the
    shortest quote, of up to six words), the label `decided` and its `reason`; in_vivo (does the label, or the facet
    where none was decided, stand in the words of one of its segments?), the origin of the theme, and how many segments,
    persons and groups it rests on
    """
    namings = namings or {}
    said = codings[codings["kind"].isin(FIELD_KINDS) & (codings["facet"] != "")]
    order = {code: place for place, code in enumerate(codebook.codes)}
    rows = []
    for (code, facet), own in said.groupby(["code", "facet"]):
        decided = namings.get((str(code), str(facet)), Naming())
        quotes = [_plain(quote) for quote in own["quote"]]
        short = sorted((q for q in own["quote"] if len(q.split()) <= _SHORT), key=lambda q: (len(q.split()), len(q), q))
        rows.append(
            {
                "dimension": list(walk_up(codebook.parents, str(code)))[-1],
                "theme": code,
                "concept": facet,
                "proposed": short[0] if short else "",
                "decided": decided.label,
                "reason": decided.reason,
                "in_vivo": any(_plain(decided.label or str(facet)) in quote for quote in quotes),
                "origin": codebook.code(str(code)).origin,
                "segments": len(own),
                "persons": own.loc[own["person"] != "", "person"].nunique(),
                "groups": own.loc[own["group"] != "", "group"].nunique(),
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    keys = pd.DataFrame({"place": frame["theme"].map(order), "dim": frame["dimension"].map(order)})
    sorting = frame.assign(_dim=keys["dim"], _place=keys["place"])
    by, up = ["_dim", "_place", "persons", "segments", "concept"], [True, True, False, False, True]
    return sorting.sort_values(by, ascending=up, kind="stable", ignore_index=True).drop(columns=["_dim", "_place"])


def in_vivo_share(frame: pd.DataFrame) -> float | None:
    """Which share of the concepts is named in the informants' own words? None without concepts."""
    return float(frame["in_vivo"].mean()) if len(frame) else None


def check_structure(frame: pd.DataFrame) -> pd.DataFrame:
    """Which rules of a data structure do the concepts break?

    Returns
    -------
    frame, one row per finding: rule, element, came. A concept rests on a segment, has a label in the informants' words
    or a reason, and stands under one theme; a theme has two concepts, a dimension two themes. None of it stops
    anything: a person reads it.
    """
    found: list[tuple[str, str, str]] = []
    for row in frame[frame["segments"] < 1].itertuples():
        found.append(("a concept rests on a segment", f"{row.theme} {row.concept}", "none"))
    for row in frame[~frame["in_vivo"] & (frame["reason"] == "")].itertuples():
        rule = "a concept is called in the informants' words, or says why not"
        found.append((rule, f"{row.theme} {row.concept}", str(row.decided or row.concept)))
    themes = frame.groupby("concept", sort=True)["theme"].unique()
    for concept, own in themes[themes.map(len) > 1].items():
        found.append(("a concept stands under one theme", str(concept), ", ".join(own)))
    for theme, count in frame.groupby("theme", sort=False)["concept"].nunique().items():
        if count < 2:
            found.append(("a theme has two concepts", str(theme), str(count)))
    for dimension, count in frame.groupby("dimension", sort=False)["theme"].nunique().items():
        if count < 2:
            found.append(("a dimension has two themes", str(dimension), str(count)))
    return pd.DataFrame(found, columns=["rule", "element", "came"])


def shown_name(row: Mapping[str, object], *, quotable: bool = True) -> str:
    """How a concept is printed: in the words decided, where they may be shown, else by its facet."""
    return str(row["decided"]) if row["decided"] and quotable else str(row["concept"])


def code_name(codebook: Codebook, code: str, language: str) -> str:
    """The name of a code, or its id where it has none."""
    return words_in(codebook.code(code).name, language) or code


def _plain(text: str) -> str:
    """Words as they are compared: small letters, hyphens and underscores as spaces, one space between."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
