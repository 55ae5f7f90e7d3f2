"""The coded text as a page without a program: for reading where no kernel runs. It lies in out/, which git ignores."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from itertools import pairwise
from pathlib import Path

from analysis.adjudication import what
from analysis.desk.state import Desk
from analysis.model import Coding, Passage, words_in
from analysis.tables import write_text

FOLDER = "out/desk"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "coded": "{n} codings by {coder}",
        "codes": "Codes in {place}",
        "passage": "passage {n}",
        "article": "article {n}",
        "stance": "Stance",
        "supports": "supports",
        "opposes": "opposes",
        "qualifies": "qualifies",
        "neutral": "neutral",
        "none": "No codes.",
        "memo": "Memo",
        "facet": "Facet",
        "asks": "interviewer",
        "adrift": "Codings without a place since the text was edited",
        "sources": "Constructed for demonstration; nobody said this.",
    },
    "id": {
        "coded": "{n} pengodean oleh {coder}",
        "codes": "Kode pada {place}",
        "passage": "bagian {n}",
        "article": "pasal {n}",
        "stance": "Sikap",
        "supports": "mendukung",
        "opposes": "menentang",
        "qualifies": "bersyarat",
        "neutral": "netral",
        "none": "Belum ada kode.",
        "memo": "Memo",
        "facet": "Faset",
        "asks": "pewawancara",
        "adrift": "Pengodean yang kehilangan tempat sejak teks disunting",
        "sources": "Dibuat untuk peragaan; tidak ada orang yang mengatakannya.",
    },
}
_STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --dim: #59606a; --line: #d5d9de; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --dim: #a2a9b3; --line: #3b4149; --paper: #16181c; } }
body { background: var(--paper); color: var(--ink); font: 1rem/1.7 system-ui, sans-serif; margin: 2rem auto;
  max-width: 62rem; padding: 0 1rem; }
section { border-top: 1px solid var(--line); display: grid; gap: 0 1.5rem; grid-template-columns: 5rem 1fr 16rem;
  padding: .6rem 0; }
h2 { font-size: .9rem; margin: .2rem 0; } h2 small, .asks p { color: var(--dim); font-weight: 400; }
p { margin: 0; white-space: pre-wrap; } mark { background: none; color: inherit; text-decoration: underline 2px;
  text-underline-offset: 4px; }
ul { font-size: .85rem; line-height: 1.4; list-style: none; margin: 0; padding: 0; } li { margin-bottom: .4rem; }
li q { color: var(--dim); } .said { display: block; }
@media (max-width: 45rem) { section { grid-template-columns: 1fr; } }
"""


def write_page(desk: Desk) -> Path:
    """Write the page of one coder's codings of a source, and say where it lies."""
    path = desk.loaded.root / FOLDER / f"{desk.coder}-{desk.text.id}.html"
    write_text(path, render(desk))
    return path


def link_to(desk: Desk) -> str:
    """The page's address, seen from the notebook's folder."""
    path = desk.loaded.root / FOLDER / f"{desk.coder}-{desk.text.id}.html"
    try:
        return Path(os.path.relpath(path, Path.cwd())).as_posix()
    except ValueError:  # on another drive
        return path.name


def render(desk: Desk) -> str:
    """The page: each passage with its speaker, its words and its codes."""
    words = _WORDS.get(desk.language, _WORDS["en"])
    codings = desk.state.codings
    title = f"{desk.text.id} {words_in(desk.text.title, desk.language)}".strip()
    said = words["coded"].format(n=len(codings), coder=desk.coder)
    placed = [c for c in codings if not c.adrift]
    body = "".join(_section(desk, p, placed, words) for p in desk.text.passages)
    lost = [c for c in codings if c.adrift]
    if lost:
        body += f"<h2>{escape(words['adrift'])}</h2><ul>{''.join(_item(desk, c, words) for c in lost)}</ul>"
    mark = f"<p>{escape(words['sources'])}</p>" if desk.text.provenance == "constructed" else ""
    return (
        f'<!doctype html>\n<html lang="{escape(desk.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p>{escape(said)}</p>{mark}{body}</main></body></html>\n"
    )


def _section(desk: Desk, passage: Passage, codings: list[Coding], words: Mapping[str, str]) -> str:
    inside = [c for c in codings if c.start < passage.end and passage.start < c.end]
    asks = desk.text.is_interviewer(passage.label)
    about = " ".join(filter(None, (passage.time, words["asks"] if asks else "")))
    heading = escape(words["codes"].format(place=_place(desk, passage, words)))
    items = "".join(_item(desk, c, words) for c in inside)
    notes = f'<ul aria-label="{heading}">{items}</ul>' if items else "<span></span>"
    return (
        f'<section id="p{passage.number}"{" class=asks" if asks else ""}>'
        f"<h2>{escape(passage.label)} <small>{escape(about)}</small></h2>"
        f'<p lang="{escape(desk.text.language)}">{_marked(passage, inside)}</p>{notes}</section>\n'
    )


def _place(desk: Desk, passage: Passage, words: Mapping[str, str]) -> str:
    """Where a passage stands, in words: an article by its number, what has a name of its own by that."""
    if desk.text.kind != "law":
        return words["passage"].format(n=passage.number)
    return words["article"].format(n=passage.label) if passage.label[:1].isdigit() else passage.label


def _marked(passage: Passage, codings: list[Coding]) -> str:
    """The words, underlined where a code stands."""
    edges = {passage.start, passage.end}
    for coding in codings:
        edges |= {max(coding.start, passage.start), min(coding.end, passage.end)}
    pieces = []
    for start, end in pairwise(sorted(edges)):
        text = escape(passage.text[start - passage.start : end - passage.start])
        coded = any(c.start <= start and end <= c.end for c in codings)
        pieces.append(f"<mark>{text}</mark>" if coded else text)
    return "".join(pieces)


def _called(desk: Desk, key: str, value: str, words: Mapping[str, str]) -> tuple[str, str]:
    """An attribute and its value as the study names them, else by their ids; the stance by the desk."""
    if key == "stance":
        return words[key], words.get(value, value)
    names = desk.study.config.attribute_names.get(key, {})
    name, said = (names.get(one, {}).get(desk.language, "") for one in ("", value))
    return name or key.replace("_", " "), said or value


def _item(desk: Desk, coding: Coding, words: Mapping[str, str]) -> str:
    codebook = desk.study.codebook
    name = words_in(codebook.codes[coding.code].name, desk.language) if coding.code in codebook else ""
    said = [f"<b>{escape(what(coding))}</b> {escape(name)}", f"<q>{escape(coding.quote)}</q>"]
    said += [escape(": ".join(_called(desk, key, value, words))) for key, value in coding.attributes.items()]
    said += [escape(f"{words[key]}: {text}") for key, text in (("facet", coding.facet), ("memo", coding.memo)) if text]
    return f"<li>{''.join(f'<span class=said>{part}</span>' for part in said)}</li>"
