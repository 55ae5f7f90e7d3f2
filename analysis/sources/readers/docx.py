"""Word: what stands in a .docx, paragraph by paragraph? Read from the container, so that tracked insertions stay.

The usual library leaves tracked insertions out without a word, and unpacks whatever it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from analysis.sources.readers.container import Container, attribute, first_of, local
from analysis.sources.readers.form import Block, Reading, count_note, reading

_SKIPPED = {
    "del": "deleted passage (tracked)",
    "moveFrom": "moved passage (its old place)",
    "drawing": "drawing",
    "pict": "drawing",
    "object": "embedded object",
    "instrText": "",
    "delText": "",
    "Fallback": "",
    "rPrChange": "",
    "pPrChange": "",
    "sectPr": "",
}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "", "ptab": "\t"}
_OFF = ("0", "false", "off", "none")


@dataclass
class _State:
    """What was met on the way: things left out, and bold styles."""

    left: dict[str, int] = field(default_factory=dict)
    bold: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    inserted: int = 0

    def count(self, what: str) -> None:
        self.left[what] = self.left.get(what, 0) + 1


def read_docx(data: bytes, name: str) -> Reading:
    """Paragraphs in their order, tables row by row (cells parted by tabs), footnotes behind the text."""
    container = Container(data, name)
    state = _State()
    state.bold, state.headings = _styles(container)
    blocks = list(_body(container, "word/document.xml", state))
    notes = container.notes()
    for path, what in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
        if path in container.names:
            own = [b for b in _body(container, path, state) if b.text.strip()]
            blocks += [Block(f"[{what}] {b.text}", aside=True) for b in own]
            notes += [count_note(len(own), what) + " put behind the text"] if own else []
    if "word/comments.xml" in container.names:
        count = sum(e == "end" and local(el.tag) == "comment" for e, el in container.events("word/comments.xml"))
        notes += [count_note(count, "comment") + " left out"] if count else []
    if first_of(container, *(f"word/{what}{n}.xml" for what in ("header", "footer") for n in range(1, 10))):
        notes.append("headers and footers left out")
    if state.inserted:
        notes.append(count_note(state.inserted, "tracked insertion") + " kept as text")
    notes += [f"{count_note(count, what)} left out" for what, count in sorted(state.left.items())]
    return reading("docx", blocks, notes)


def _styles(container: Container) -> tuple[frozenset[str], frozenset[str]]:
    """Styles whose text is bold, and those of headings and titles."""
    bold, headings = set(), set()
    if "word/styles.xml" in container.names:
        for event, element in container.events("word/styles.xml"):
            if event == "end" and local(element.tag) == "style":
                key = attribute(element, "styleId")
                name = next((attribute(e, "val").lower() for e in element if local(e.tag) == "name"), "")
                if name.startswith(("heading", "title", "subtitle", "toc ")):
                    headings.add(key)
                if any(_is_on(e, "b") for e in element if local(e.tag) == "rPr"):
                    bold.add(key)
                element.clear()
    return frozenset(bold), frozenset(headings)


def _is_on(properties: Element, tag: str) -> bool:
    found = next((e for e in properties if local(e.tag) == tag), None)
    return found is not None and attribute(found, "val").lower() not in _OFF


def _body(container: Container, path: str, state: _State) -> Iterator[Block]:
    """Blocks of a part; each paragraph or table at the top is let go once it was read."""
    depth = 0
    for event, element in container.events(path):
        tag = local(element.tag)
        if tag in ("p", "tbl"):
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield from _table(element, state) if tag == "tbl" else _paragraph(element, state)
                element.clear()


def _paragraph(element: Element, state: _State) -> Iterator[Block]:
    properties = next((e for e in element if local(e.tag) == "pPr"), None)
    style = ""
    if properties is not None:
        style = next((attribute(e, "val") for e in properties if local(e.tag) == "pStyle"), "")
    runs = list(_runs(element, state, style in state.bold))
    text, strong, leading = "", 0, True
    for words, bold in runs:
        leading = leading and (bold or not words.strip())
        text += words
        strong = len(text) if leading and bold else strong
    yield Block(text, strong=strong, aside=style in state.headings)
    for box in _boxes(element):
        for inner in (e for e in box if local(e.tag) == "p"):
            yield from _paragraph(inner, state)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes of a paragraph: their words are words. The old form of the same box is passed over."""
    for child in element:
        if local(child.tag) == "txbxContent":
            yield child
        elif local(child.tag) not in ("Fallback", "del", "moveFrom"):
            yield from _boxes(child)


def _runs(element: Element, state: _State, bold: bool) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph, run by run, with whether they are bold."""
    for child in element:
        tag = local(child.tag)
        if tag in _SKIPPED:
            has_words = tag not in ("del", "moveFrom") or any(local(e.tag) in ("delText", "t") for e in child.iter())
            if _SKIPPED[tag] and has_words and not any(True for _ in _boxes(child)):
                state.count(_SKIPPED[tag])
        elif tag == "r":
            properties = next((e for e in child if local(e.tag) == "rPr"), None)
            own = bold if properties is None else _run_bold(properties, bold, state)
            if properties is not None and _is_on(properties, "vanish"):
                state.count("hidden run")
                continue
            yield from ((words, own) for words, _ in _runs(child, state, own))
        elif tag == "t":
            yield child.text or "", bold
        elif tag in _BREAKS:
            yield _BREAKS[tag], bold
        elif tag == "sym":
            state.count("symbol of a picture font")
        elif tag not in ("pPr", "rPr", "txbxContent"):
            if tag in ("ins", "moveTo") and any(local(e.tag) == "t" for e in child.iter()):
                state.inserted += 1
            yield from _runs(child, state, bold)


def _run_bold(properties: Element, inherited: bool, state: _State) -> bool:
    for child in properties:
        if local(child.tag) == "b":
            return attribute(child, "val").lower() not in _OFF
    style = next((attribute(e, "val") for e in properties if local(e.tag) == "rStyle"), "")
    return inherited or style in state.bold


def _table(element: Element, state: _State) -> Iterator[Block]:
    """One block a row, its cells parted by tabs; paragraphs in a cell are lines."""
    for row in _children(element, "tr"):
        cells: list[str] = []
        strong = 0
        for cell in _children(row, "tc"):
            inner = [b for p in _inside(cell) for b in _paragraph(p, state)]
            texts = [b.text.strip() for b in inner if b.text.strip()]
            if not cells and inner:
                strong = inner[0].strong
            cells.append("\n".join(texts))
        yield Block("\t".join(cells), strong=strong)


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Children of that name, also inside content controls and tracked rows."""
    for child in element:
        if local(child.tag) == tag:
            yield child
        elif local(child.tag) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _children(child, tag)


def _inside(cell: Element) -> Iterator[Element]:
    """Paragraphs of a cell, those of tables within it too."""
    for child in cell:
        if local(child.tag) == "p":
            yield child
        elif local(child.tag) not in ("tcPr", "del", "moveFrom"):
            yield from _inside(child)
