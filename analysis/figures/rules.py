"""Does every element of a figure look like what it rests on, and how is that said in a caption? (F32)"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.figures.material import ASSEMBLED, CONTESTED, FAINT, LAW, NOTHING, OBSERVED, PROPOSAL, THEORY

WIDE = 2
"""Groups from which a caption calls an element one of several groups."""


def unstyled(marks: pd.DataFrame) -> list[str]:
    """Which marks are drawn as if somebody, or a law, had said them, while nothing stands behind them?

    Parameters
    ----------
    marks : frame, one row per mark: mark, status, sources, opposers, documents

    Returns
    -------
    The marks, in their order; there must be none: solid, dashed or faint ones that no source asserts, contested ones
    that none denies, silent ones that look otherwise than law, theory or proposal, and those of law that name no
    provision that counts.
    """
    status = marks["status"]
    said, denied = marks["sources"] > 0, marks["opposers"] > 0
    wrong = status.isin((OBSERVED, ASSEMBLED, FAINT)) & ~said
    wrong |= (status == CONTESTED) & ~denied
    wrong |= (status == LAW) & ~(marks["documents"] > 0)
    wrong |= ~said & ~denied & ~status.isin((LAW, THEORY, PROPOSAL, NOTHING))
    return [str(mark) for mark in marks[wrong]["mark"]]


def tally(marks: pd.DataFrame, language: str, *, noun: str = "") -> str:
    """What the figure shows, in a sentence or two: elements, how many from interviews, from law only, contested links.

    Parameters
    ----------
    marks : frame, one row per mark that is drawn: mark, status, sources, groups
    noun : what the boxes are, such as `components`; `elements` by default
    """
    words = _WORDS[language if language in _WORDS else "en"]
    nodes, edges = (marks[marks["mark"].str.startswith(f"{kind}:")] for kind in ("node", "edge"))
    said = nodes[~nodes["status"].isin((LAW, THEORY, PROPOSAL, NOTHING))]
    parts = [words["nodes"].format(n=len(nodes), noun=noun or words["noun"])]
    parts.append(words["said"].format(n=len(said), wide=int((said["groups"] >= WIDE).sum()), groups=WIDE))
    for status in (LAW, THEORY, PROPOSAL):
        count = int((nodes["status"] == status).sum())
        if count:
            parts.append(words[status].format(n=count))
    contested = int((edges["status"] == CONTESTED).sum())
    return f"{', '.join(parts)}. {words['link' if contested == 1 else 'links'].format(n=contested)}"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "noun": "elements",
        "nodes": "{n} {noun}",
        "said": "{n} from interviews ({wide} in >= {groups} groups)",
        LAW: "{n} from law only (grey)",
        THEORY: "{n} from theory only (grey)",
        PROPOSAL: "{n} proposed (grey)",
        "link": "{n} contested link.",
        "links": "{n} contested links.",
    },
    "id": {
        "noun": "unsur",
        "nodes": "{n} {noun}",
        "said": "{n} dari wawancara ({wide} dari >= {groups} kelompok)",
        LAW: "{n} hanya dari peraturan (abu-abu)",
        THEORY: "{n} hanya dari teori (abu-abu)",
        PROPOSAL: "{n} usulan (abu-abu)",
        "link": "{n} hubungan diperdebatkan.",
        "links": "{n} hubungan diperdebatkan.",
    },
}
