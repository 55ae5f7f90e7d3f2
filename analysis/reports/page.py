"""One self-contained page, without network: figures that can be asked, and behind each mark its words and provisions.

Everything from data is data in the page: JSON in which no character can end the script, escaped text elsewhere. The
policy of the page allows one script and one style, by their hashes, and no request. Only what the release gate lets
through is handed in. Words of people and documents stand once, as text that can be read without the script, and the
script takes them from there; what else there is many of stands by columns.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.model import Words, words_in
from analysis.reports.inline import Shared, inline_svg
from analysis.reports.packed import pack
from analysis.tables import read_text, read_yaml

_HERE = Path(__file__).parent
_SHELVES = ("shelves", "sources", "codes", "types", "roles", "groups", "questions")
_SCRIPTS = ("state", "find", "hand", "cards", "panel", "figure", "table", "main")
_BLANK = {0x00: "\u2400", 0x0D: "\u240d"} | dict.fromkeys(range(0x202A, 0x202F), "\u2426")
"""What a browser would drop or merge, and what turns the direction of all that follows -> a sign that is seen. One sign
for one, so that offsets hold."""
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page, and its marks: a picture by language, or a table of columns and rows.

    A mark has id, label (by language), status, n (counts), more (further columns), q and d (numbers of the quotations
    and provisions behind it), held (words are kept back); an arrow also ends and type. A mark of a table has `at`, its
    row and column (-1: the row itself), and no label. A cell has t (text) or v (a number) or w (a word of the page), m
    (its mark), tone, h (0 to 5), bar (shares with their tones) and top (what a bar can reach). `of`: the figure whose
    marks the rows of this one are.
    """

    name: str
    title: Words
    marks: Sequence[Row]
    number: int = 0
    question: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    caption: Words = field(default_factory=dict)
    svg: Words = field(default_factory=dict)
    kind: str = "diagram"
    of: str = ""
    columns: Sequence[Row] = ()
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that the page shows. `used_in`: quotation or `figure/mark` -> what else rests on it (claims, say)."""

    title: Words
    about: Words = field(default_factory=dict)
    constructed: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ("en",)
    profile: str = "public"
    held_back: Sequence[Words] = ()
    facts: Row = field(default_factory=dict)
    figures: Sequence[Figure] = ()
    quotes: Sequence[Row] = ()
    passages: Sequence[Row] = ()
    norms: Sequence[Row] = ()
    shelves: Row = field(default_factory=dict)
    sources: Row = field(default_factory=dict)
    codes: Row = field(default_factory=dict)
    types: Row = field(default_factory=dict)
    roles: Row = field(default_factory=dict)
    groups: Row = field(default_factory=dict)
    questions: Row = field(default_factory=dict)
    used_in: Row = field(default_factory=dict)


def evidence_page(page: Page, *, rule: Callable[[str, tuple[str, str], str], str] | None = None) -> str:
    """The page as HTML text; the same content gives the same text.

    Parameters
    ----------
    rule : makes one font of the letters of all pictures (`analysis.figures.svg.font_rule`); without it each picture
        keeps its own
    """
    language = page.languages[0]
    words = interface(page.languages)[language]
    shared = Shared(rule=rule)
    pictures = {f.name: {x: _picture(f, x, svg, shared) for x, svg in f.svg.items() if svg} for f in page.figures}
    style = shared.css + read_text(_HERE / "evidence.css")
    script = "\n".join(read_text(_HERE / f"evidence.{part}.js") for part in _SCRIPTS)
    texts, where = _read_through(page)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    text = environment.get_template("evidence.html.j2").render(
        page=page,
        language=language,
        words=words,
        say=lambda given: words_in(given, language),
        policy=_policy(style, script, fonts=bool(shared.css)),
        style=Markup(style),
        script=Markup(script),
        data=Markup(data_text(page)),
        pictures=pictures,
        glyphs=Markup(shared.svg),
        groups=[(key, found) for key in ("diagrams", "charts") if (found := _grouped(page.figures, key))],
        known={(f.name, m["id"]): n for f in page.figures for n, m in enumerate(f.marks)},
        texts=Markup(texts),
        refs=lambda mark: sorted({where[key] for key in _behind(mark) if key in where}),
        cell=lambda given: _cell(given, words, language),
    )
    return text.translate(_BLANK)


def data_text(page: Page) -> str:
    """What the page knows, as JSON that may stand in a script element: no `<`, `>`, `&` or line separator in it."""
    data = {
        "title": page.title,
        "languages": page.languages,
        "profile": page.profile,
        "held": list(page.held_back),
        "facts": page.facts,
        "words": interface(page.languages),
        "figures": [_figure_data(figure) for figure in page.figures],
        "quotes": pack(page.quotes),
        "passages": pack([{key: p[key] for key in p if key not in ("w", "t")} for p in page.passages]),
        "norms": pack(page.norms),
        **_uses(page.used_in),
        **{key: getattr(page, key) for key in _SHELVES},
        "about": page.about,
        "constructed": page.constructed,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_SAFE)


def interface(languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """The words of the page itself in the languages of the study; English where one is not known."""
    words = read_yaml(_HERE / "evidence.words.yaml")
    return {x: {str(key): str(text) for key, text in words.get(x, words["en"]).items()} for x in languages or ("en",)}


def _figure_data(figure: Figure) -> dict[str, Any]:
    keys = ("name", "number", "kind", "of", "title", "question", "note", "caption")
    data = {key: getattr(figure, key) for key in keys}
    rows = [{key: row[key] for key in row if key != "cells"} for row in figure.rows]
    cells = [cell for row in figure.rows for cell in row["cells"]]
    return data | {
        "columns": list(figure.columns),
        "rows": pack(rows),
        "cells": pack(cells),
        "marks": pack(figure.marks),
    }


def _uses(used_in: Row) -> dict[str, Any]:
    """What rests on quotations and marks, each once; a quotation or mark has its numbers."""
    once = {json.dumps(entry, sort_keys=True): entry for entries in used_in.values() for entry in entries}
    number = {key: n for n, key in enumerate(once)}
    numbers = {
        key: [number[json.dumps(entry, sort_keys=True)] for entry in entries] for key, entries in used_in.items()
    }
    return {"uses": list(once.values()), "used_in": numbers}


def _grouped(figures: Sequence[Figure], key: str) -> list[Figure]:
    """The diagrams of a page, or its charts: first those that stand for themselves, then those of a diagram."""
    if key == "diagrams":
        return [f for f in figures if f.kind == "diagram"]
    return sorted((f for f in figures if f.kind != "diagram"), key=lambda f: bool(f.of))


def _cell(cell: Row, words: Mapping[str, str], language: str) -> str:
    """What a cell says without a script."""
    if "w" in cell:
        return words.get(f"z_{cell['w']}", words.get(str(cell["w"]), str(cell["w"])))
    if "v" in cell:
        return str(cell["v"])
    return _told(cell.get("t", ""), language)


def _picture(figure: Figure, language: str, svg: str, shared: Shared) -> Markup:
    return Markup(inline_svg(svg, shared, names=frozenset(str(mark["id"]) for mark in figure.marks)))


def _policy(style: str, script: str, *, fonts: bool) -> str:
    """The policy: nothing but this style and this script; data: for the fonts of pictures, where there are any."""
    parts = ["default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}"]
    parts += ["font-src data:"] if fonts else []
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _behind(mark: Row) -> list[tuple[str, int]]:
    return [*(("q", n) for n in mark.get("q", ())), *(("d", n) for n in mark.get("d", ()))]


def _read_through(page: Page) -> tuple[str, dict[tuple[str, int], int]]:
    """The words of people and documents as list items, each once; the script takes the passages from them.

    Returns
    -------
    First one item for each passage, in order: its words, its translations, and who said it under which codes. Then one
    for each stretch of words that is shown without its passage. And for each quotation (`q`) and provision (`d`) with
    words, the number of its item.
    """
    alone: dict[tuple[str, str], int] = {}
    where: dict[tuple[str, int], int] = {}
    codes: dict[int, dict[str, None]] = {}
    who: dict[int, str] = {}
    for kind, entries in (("q", page.quotes), ("d", page.norms)):
        for n, entry in enumerate(entries):
            if "p" not in entry and not entry.get("w"):
                continue
            said = page.passages[entry["p"]].get("who", {}) if "p" in entry and kind == "q" else entry
            name = str(entry["ref"]) if kind == "d" else _told(said.get("label", ""), page.languages[0])
            key = (str(entry.get("w", "")), name)
            place = entry["p"] if "p" in entry else alone.setdefault(key, len(page.passages) + len(alone))
            where[kind, n] = place
            codes.setdefault(place, {}).setdefault(str(entry["code"]))
            who[place] = name
    items = [_item(n, str(p["w"]), p, codes.get(n, {}), who.get(n, "")) for n, p in enumerate(page.passages)]
    items += [_item(n, words, {"lang": ""}, codes.get(n, {}), name) for (words, name), n in alone.items()]
    return "\n".join(items), where


def _item(number: int, words: str, passage: Row, codes: Mapping[str, None], who: str) -> str:
    """One item, in as few characters as HTML needs; no white space but that of the words."""
    told = passage.get("t", {}).items()
    said = "".join(
        f'<p lang="{html.escape(str(x))}">{html.escape(str(text), quote=False)}'
        for x, text in [(passage["lang"], words), *told]
    )
    below = (
        f"<p>{html.escape(': '.join(part for part in (who, ', '.join(codes)) if part), quote=False)}"
        if codes or who
        else ""
    )
    return f"<li id=w{number}>{said}{below}</li>"


def _told(given: Any, language: str) -> str:
    """Words in a language; a plain text as it is."""
    return words_in(given, language) if isinstance(given, Mapping) else str(given)
