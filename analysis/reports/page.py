"""One self-contained page, without network: figures that can be asked, and behind each mark its words and provisions.

Everything from data is data in the page: JSON in which no character can end the script, escaped text elsewhere. The
policy of the page allows one script and one style, by their hashes, and no request. Only what the release gate lets
through is handed in.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.model import Words, words_in
from analysis.reports.inline import Shared, inline_svg
from analysis.tables import read_text, read_yaml

_HERE = Path(__file__).parent
_SHELVES = ("shelves", "sources", "codes", "types", "roles", "groups", "questions", "used_in")
_SCRIPTS = ("state", "cards", "panel", "figure", "main")
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the page: its picture by language (empty for a table), and its marks.

    A mark has id, label (by language), status, n (counts), more (further columns), q and d (numbers of the quotations
    and provisions behind it), held (words are kept back); an arrow also ends and type, a row of a table its cells.
    """

    name: str
    title: Words
    marks: Sequence[Row]
    number: int = 0
    question: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    caption: Words = field(default_factory=dict)
    svg: Words = field(default_factory=dict)
    columns: Sequence[Row] = ()


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


def evidence_page(page: Page) -> str:
    """The page as HTML text; the same content gives the same text."""
    language = page.languages[0]
    shared = Shared()
    pictures = {f.name: {x: _picture(f, x, svg, shared) for x, svg in f.svg.items() if svg} for f in page.figures}
    style = shared.css + read_text(_HERE / "evidence.css")
    script = "\n".join(read_text(_HERE / f"evidence.{part}.js") for part in _SCRIPTS)
    texts, of_quote, of_norm = _read_through(page)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("evidence.html.j2").render(
        page=page,
        language=language,
        words=interface(page.languages)[language],
        say=lambda given: words_in(given, language),
        policy=_policy(style, script, fonts=bool(shared.faces)),
        style=Markup(style),
        script=Markup(script),
        data=Markup(data_text(page)),
        pictures=pictures,
        glyphs=Markup(shared.svg),
        known={(f.name, m["id"]): n for f in page.figures for n, m in enumerate(f.marks)},
        texts=texts,
        refs=lambda mark: sorted({of_quote[n] for n in mark.get("q", ())} | {of_norm[n] for n in mark.get("d", ())}),
    )


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
        "quotes": list(page.quotes),
        "passages": list(page.passages),
        "norms": list(page.norms),
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
    keys = ("name", "number", "title", "question", "note", "caption")
    return {key: getattr(figure, key) for key in keys} | {"columns": list(figure.columns), "marks": list(figure.marks)}


def _picture(figure: Figure, language: str, svg: str, shared: Shared) -> Markup:
    return Markup(inline_svg(svg, shared, names=frozenset(str(mark["id"]) for mark in figure.marks)))


def _policy(style: str, script: str, *, fonts: bool) -> str:
    """The policy: nothing but this style and this script; data: for the fonts of pictures, where there are any."""
    parts = ["default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}"]
    parts += ["font-src data:"] if fonts else []
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def _read_through(page: Page) -> tuple[list[dict[str, Any]], list[int], list[int]]:
    """The words behind the marks in reading order, each once, for who reads without a script.

    Returns
    -------
    What to read (words, lang, and what is said below them), and for each quotation and provision its number therein;
    quotations that no mark rests on are left out and have -1.
    """
    marks = [mark for figure in page.figures for mark in figure.marks]
    behind = [("quotes", {n for mark in marks for n in mark.get("q", ())}), ("norms", set(range(len(page.norms))))]
    texts: dict[tuple[Any, ...], dict[str, Any]] = {}
    numbers: dict[str, list[int]] = {}
    for name, wanted in behind:
        numbers[name] = []
        for n, entry in enumerate(getattr(page, name)):
            words, lang = _part(page, entry)
            who = entry.get("ref") or _who(page, entry).get("label") or ""
            key = (name, words, str(who)) if words else (name, n)
            text = texts.setdefault(key, {"number": len(texts), "words": words, "lang": lang, "who": who, "codes": []})
            text["codes"] += [entry["code"]] if n in wanted and entry["code"] not in text["codes"] else []
            numbers[name].append(text["number"] if n in wanted else -1)
    return [text for text in texts.values() if text["codes"]], numbers["quotes"], numbers["norms"]


def _who(page: Page, entry: Row) -> Row:
    """Who speaks: told with the passage where all of it may be shown, else with the quotation."""
    return dict(page.passages[entry["p"]].get("who", {})) if "p" in entry else entry


def _part(page: Page, entry: Row) -> tuple[str, str]:
    """The words of an entry, and the language they are in."""
    if "p" not in entry:
        return str(entry.get("w", "")), str(entry.get("lang", ""))
    passage = page.passages[entry["p"]]
    text = str(passage["w"]).encode("utf-16-le")[2 * entry["a"] : 2 * entry["z"]].decode("utf-16-le", "replace")
    return text, str(passage.get("lang", ""))
