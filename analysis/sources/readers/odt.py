"""OpenDocument text: what stands in an .odt, paragraph by paragraph? Read from the container as Word is."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from analysis.sources.readers.container import Container, attribute, local, xml_events
from analysis.sources.readers.form import Block, Reading, count_note, reading, refuse

_LEFT = {"annotation": "comment", "frame": "", "tracked-changes": ""}
_NOTE = ("note", "note-body")


def read_odt(data: bytes, name: str) -> Reading:
    """Paragraphs in their order, tables row by row, footnotes behind the text; deleted tracked text stays out."""
    container = Container(data, name)
    if "META-INF/manifest.xml" in container.names and b"encryption-data" in container.part("META-INF/manifest.xml"):
        raise refuse(name, "a document can be read", "one with a password", "Save it without the password.")
    left: dict[str, int] = {}
    asides: list[Block] = []
    blocks = list(_content(container.part("content.xml"), f"{name}, content.xml", left, asides))
    notes = container.notes()
    if asides:
        notes.append(count_note(len(asides), "footnote") + " put behind the text")
    notes += [f"{count_note(count, what)} left out" for what, count in sorted(left.items())]
    return reading("odt", [*blocks, *asides], notes)


def _content(data: bytes, name: str, left: dict[str, int], asides: list[Block]) -> Iterator[Block]:
    bold: set[str] = set()
    depth = skipped = 0
    for event, element in xml_events(data, name):
        tag = local(element.tag)
        if tag == "style" and event == "end":
            if any(attribute(e, "font-weight") in ("bold", "700", "800", "900") for e in element):
                bold.add(attribute(element, "name"))
        elif tag == "tracked-changes":
            skipped += 1 if event == "start" else -1
            if event == "end":
                count = sum(local(e.tag) == "deletion" for e in element.iter())
                if count:
                    left["deleted passage (tracked)"] = count
                element.clear()
        elif tag in ("p", "h", "table-row") and not skipped:
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                yield from (
                    _row(element, bold, left, asides)
                    if tag == "table-row"
                    else [_paragraph(element, bold, left, asides)]
                )
                element.clear()


def _row(element: Element, bold: set[str], left: dict[str, int], asides: list[Block]) -> Iterator[Block]:
    cells: list[str] = []
    strong = 0
    for cell in (e for e in element if local(e.tag) == "table-cell"):
        inner = [_paragraph(e, bold, left, asides) for e in cell.iter() if local(e.tag) in ("p", "h")]
        if not cells and inner:
            strong = inner[0].strong
        cells.append("\n".join(b.text.strip() for b in inner if b.text.strip()))
    yield Block("\t".join(cells), strong=strong)


def _paragraph(element: Element, bold: set[str], left: dict[str, int], asides: list[Block]) -> Block:
    heavy = attribute(element, "style-name") in bold
    text, strong, leading = "", 0, True
    for words, is_bold in _words(element, bold, heavy, left, asides):
        leading = leading and (is_bold or not words.strip())
        text += words
        strong = len(text) if leading and is_bold else strong
    return Block(text, strong=strong, aside=local(element.tag) == "h")


def _words(
    element: Element, bold: set[str], heavy: bool, left: dict[str, int], asides: list[Block]
) -> Iterator[tuple[str, bool]]:
    """The words under an element with whether they are bold. White space counts as one blank, as the form has it."""
    yield _blank(element.text), heavy
    for child in element:
        tag = local(child.tag)
        if tag == "note":
            body = next((e for e in child if local(e.tag) == "note-body"), child)
            said = " ".join("".join(w for w, _ in _words(body, bold, False, left, asides)).split())
            asides.append(Block(f"[footnote] {said}", aside=True))
        elif tag == "annotation":
            left["comment"] = left.get("comment", 0) + 1
        elif tag == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), 200) if count.isdigit() else 1), heavy
        elif tag in ("tab", "line-break"):
            yield "\t" if tag == "tab" else "\n", heavy
        elif tag not in ("annotation-end", "note-citation", "tracked-changes"):
            own = heavy or (tag == "span" and attribute(child, "style-name") in bold)
            yield from _words(child, bold, own, left, asides)
        yield _blank(child.tail), heavy


def _blank(text: str | None) -> str:
    """Line ends and runs of blanks of the XML as one blank."""
    if not text:
        return ""
    lead, tail = text[0].isspace(), text[-1].isspace()
    inner = " ".join(text.split())
    return (" " if lead else "") + inner + (" " if tail and inner else "")
