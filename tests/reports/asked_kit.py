"""A page with one diagram of three boxes and an arrow, and a chart of four cells."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from typing import Any

from analysis.reports.page import Figure, Page

EVIL = '<img src="x" onerror="window.hit = 1"></script><!--'
BOX = '<g id="{id}"><path d="M {x} 0 L {y} 0 L {y} 9 L {x} 9 z" style="fill: #fff"/></g>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">'
    + BOX.format(id="node:come", x=2, y=14)
    + BOX.format(id="node:stay", x=24, y=36)
    + BOX.format(id="node:duty", x=44, y=56)
    + '<g id="edge:come-&gt;stay"><path d="M 14 5 L 24 5" style="fill: none; stroke: #000"/></g></svg>'
)
QUOTES: list[dict[str, Any]] = [
    {"id": "a1", "code": "EXP", "position": "supports", "by": [0], "p": 0, "a": 3, "z": 11, "b": 1},
    {"id": "a2", "code": "STAY", "position": "opposes", "by": [0, 1], "p": 0, "a": 5, "z": 11}
    | {"memos": [["anna", "hm"]], "ruled": {"difference": "reading", "reason": "She stays."}},
    {"id": "a3", "code": "STAY", "position": "supports", "by": [0], "held": True, "label": "P09", "kind": "interview"},
    {"id": "a4", "rel": ["EXP", "leads", "STAY"], "code": "EXP leads STAY", "position": "asserted", "by": [0]}
    | {"p": 0, "a": 0, "z": 2},
]
WHO = {"s": "S01", "kind": "interview", "label": "P01", "role": "baker", "group": "makers", "n": 2, "at": "01:00"}
PASSAGES: list[dict[str, Any]] = [
    {"w": "By 🚌 bus, and I stayed.", "lang": "id", "t": {"en": "By bus, in English."}, "who": WHO},
    {"w": "How did you come?", "lang": "en"},
    {"w": "Whoever begins stays.", "lang": "en"},
]
NORMS = [
    {"id": "R:1|STAY", "ref": "R:1", "s": "R", "kind": "law", "article": "1", "code": "STAY", "position": "norm"}
    | {"confidence": "secondary", "force": ["2020-01-01", ""], "p": 2, "a": 0, "z": 21}
]


def both(text: str) -> dict[str, str]:
    """The same words in two languages, told apart."""
    return {"en": text, "id": f"{text} (id)"}


def mark(name: str, label: str, status: str, **more: Any) -> dict[str, Any]:
    """A mark with its counts."""
    return {"id": name, "label": both(label), "status": status, "n": {"persons": 1, "class_size": 3}} | more


def figure(**changed: Any) -> Figure:
    """The diagram."""
    marks = [
        mark("node:come", "Coming", "observed", q=[0], more={"loo": 0.5, "linchpins": ["S01"], "ceiling": 0.41}),
        mark("node:stay", "Staying", "contested", q=[1, 2], d=[0]),
        mark("node:duty", "Duty", "law", d=[0]),
        mark("edge:come->stay", "leads to", "observed", q=[3], ends=["node:come", "node:stay"], type="leads"),
    ]
    made = Figure("model", both("From coming to staying"), marks, 1, both("Why?"), caption=both("Three boxes."))
    return dataclasses.replace(made, svg={"en": SVG, "id": SVG}, **changed)


def chart(**changed: Any) -> Figure:
    """The chart: two themes by one role, and a number with a bar."""
    marks = [
        {"id": "cell:STAY|baker", "at": [0, 0], "q": [1, 2], "d": [0]},
        {"id": "cell:EXP|baker", "at": [1, 0], "q": [0]},
    ]
    against = [{"t": "2/3", "m": 0, "tone": "against", "h": 3}, {"v": 0.5, "bar": [[0.5, "for"]], "top": 0.9}]
    silent = [{"t": "1/3", "m": 1, "tone": "for", "h": 1}, {"w": "not_asked"}]
    rows = [{"id": "STAY", "name": both("Staying on"), "code": "STAY", "cells": against}]
    rows += [{"id": "EXP", "name": both("Experience"), "code": "EXP", "cells": silent}]
    columns = [{"id": "baker", "name": both("Baker"), "n": "3"}, {"id": "contrast"}]
    made = Figure("roles", both("Who says what"), marks, 2, caption=both("Two themes."), kind="chart")
    return dataclasses.replace(made, columns=columns, rows=rows, **changed)


def page(*figures: Figure, **changed: Any) -> Page:
    """The page."""
    made = Page(
        title=both("The bakery"),
        about=both("Why people stay."),
        languages=("en", "id"),
        profile="internal",
        facts={"last": "2024-05-07", "codebook": "3"},
        figures=figures or (figure(),),
        quotes=[dict(quote) for quote in QUOTES],
        passages=PASSAGES,
        norms=NORMS,
        shelves={"acts": [["anna", "2024-05-07"], ["ben", "2024-05-08"]], "attrs": []},
        sources={
            "R": {"kind": "law", "title": both("House rules"), "notice": both("paraphrase")},
            "S01": {"date": "2024-05-06"},
        },
        codes={"EXP": {"name": both("Experience")}, "STAY": {"name": both("Staying on"), "up": "EXP"}},
        types={"leads": {"name": both("leads"), "reads": both("{from} leads to {to}")}},
        roles={"baker": both("Baker")},
        groups={"makers": both("Makers")},
    )
    return dataclasses.replace(made, **changed)


class Tags(HTMLParser):
    """The tags of a page with their attributes, its text, and the script elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all tags of one name."""
        return [attributes for name, attributes in self.tags if name == tag]


def panel(sheet: Any) -> str:
    """What the panel says."""
    return str(sheet.locator("#evidence").inner_text())


def click(sheet: Any, mark: str) -> None:
    """Click a mark of the figure that is shown."""
    sheet.locator(f'.sheet:visible [data-mark="{mark}"]').dispatch_event("click", {"bubbles": True})
