"""One self-contained page, without network: the figures, and behind each mark its segments and provisions.

Everything from data is escaped by the template. Only what the release gate lets through is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

_TEMPLATES = Path(__file__).parent
_NOT_DRAWN = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", re.DOTALL)
_TAG = re.compile(r"<[A-Za-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure of the page: its picture as SVG text, its marks, and the evidence of each mark."""

    name: str
    title: str
    svg: str
    caption: str
    marks: pd.DataFrame
    evidence: Mapping[str, pd.DataFrame]


def evidence_page(
    panels: Sequence[Panel],
    *,
    title: str,
    about: str,
    constructed_mark: str,
    held_back: Sequence[str],
    language: str,
    counted: bool = True,
) -> str:
    """The page as HTML text.

    Parameters
    ----------
    panels : in the order of display; `marks` has the columns mark, label, status and counts, and `held` where words
        were left out; `evidence` one frame per mark with basis, source, label, start, end, quote, translation, code,
        position, confidence
    held_back : what the release profile keeps out, in sentences
    counted : whether the page may say how many segments stand behind a mark
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("evidence.html.j2")
    return template.render(
        title=title,
        about=about,
        constructed=constructed_mark,
        held_back=list(held_back),
        counted=counted,
        language=language,
        panels=[
            {
                "name": panel.name,
                "title": panel.title,
                "svg": jinja2.utils.markupsafe.Markup(inline_svg(panel.svg, panel.name)),
                "caption": panel.caption,
                "marks": [_mark(panel, row) for row in panel.marks.to_dict("records")],
            }
            for panel in panels
        ],
    )


def inline_svg(svg: str, name: str) -> str:
    """An SVG that may stand beside others in one page.

    Prolog, comments, metadata and names of namespaces go, and every id and reference to one carries the figure's name.
    """

    def own(match: re.Match[str]) -> str:
        tag = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", match[0])
        tag = re.sub(r'(\sid="|\s(?:xlink:)?href="#)', rf"\1{name}/", tag)
        return tag.replace("url(#", f"url(#{name}/")

    return _TAG.sub(own, _NOT_DRAWN.sub("", svg).strip())


def _mark(panel: Panel, row: Mapping[Any, Any]) -> dict[str, object]:
    evidence = panel.evidence.get(str(row["mark"]))
    rows = evidence.to_dict("records") if evidence is not None else []
    return {
        **row,
        "anchor": f"{panel.name}/{row['mark']}",
        "said": [r for r in rows if r["basis"] != "document"],
        "written": [r for r in rows if r["basis"] == "document"],
    }
