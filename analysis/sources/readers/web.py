"""HTML: what are the paragraphs of a page? Read as a stream of tags, so that no tree can grow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from analysis.sources.readers.form import MEGABYTE, Block, Reading, count_note, reading, refuse

MAX_HTML = 8 * MEGABYTE
"""Bytes of a page."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.I)
_BLOCK = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_SKIP = frozenset(
    (
        *("script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object"),
        *("select", "textarea"),
    )
)
_HEAD = r"<(?P<c>/?)(?P<n>[A-Za-z][A-Za-z0-9:-]*)"
_TAG = re.compile(_HEAD + r"""(?:[^<>"']|"[^"<]*"|'[^'<]*'){0,20000}>""")
_LOOSE = re.compile(_HEAD + r"[^<>]*>")
"""A tag whose quotes do not close."""
_REMARKS = (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">"))
_BOLD = frozenset(("b", "strong"))
_PICTURES = frozenset(("img", "picture", "video", "audio", "canvas"))


def declared_charset(data: bytes) -> str:
    """The encoding that the page names for itself; empty where it names none."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace").lower() if found else ""


def read_web(text: str, name: str) -> Reading:
    """Paragraphs, list items and table rows of a page. Scripts, styles and pictures are left out."""
    if len(text) > MAX_HTML:
        came = f"{len(text) / MEGABYTE:.0f} MB"
        raise refuse(name, f"a page has at most {MAX_HTML // MEGABYTE} MB", came, "Save its text.")
    page = _Page()
    for what, said in _stream(text):
        {"start": page.start, "end": page.end, "words": page.words}[what](said)
    page.end_block()
    notes = [f"{count_note(count, what)} left out" for what, count in sorted(page.left.items())]
    return reading("html", page.blocks, notes)


def _stream(text: str) -> Iterator[tuple[str, str]]:
    """Tags and words in order. Each character is looked at a few times at most, whatever is left open.

    The parser of the standard library, on which others stand, takes minutes for a megabyte of tags left open.
    """
    at, lost = 0, set[str]()
    while at < len(text):
        opened = text.find("<", at)
        if opened < 0:
            opened = len(text)
        if opened > at:
            yield "words", unescape(text[at:opened])
        if opened == len(text):
            return
        closing = next((stop for mark, stop in _REMARKS if text.startswith(mark, opened)), "")
        tag = None if closing else _TAG.match(text, opened) or _LOOSE.match(text, opened)
        if closing and closing not in lost:
            end = text.find(closing, opened + 2)
            at = end + len(closing)
            if end < 0:
                lost.add(closing)
                at = opened + 1
        elif tag:
            name = tag["n"].lower()
            yield ("end" if tag["c"] else "start"), name
            at = tag.end()
            if name in ("script", "style") and not tag["c"]:
                stop = re.compile(f"</{name}", re.I).search(text, at)
                at = stop.start() if stop else len(text)
        else:
            if not closing:
                yield "words", "<"
            at = opened + 1


class _Page:
    """Gathers blocks; `_skipping` names what we are in that is left out."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.left: dict[str, int] = {}
        self._parts: list[str] = []
        self._strong, self._leading, self._bold = 0, True, 0
        self._skipping = ""
        self._heading = self._pre = False

    def start(self, tag: str) -> None:
        """A tag opens."""
        if self._skipping:
            return
        if tag in _SKIP:
            if tag != "head":
                self._skipping = tag
            if tag in ("script", "style", "iframe", "object"):
                self.left[tag] = self.left.get(tag, 0) + 1
        elif tag in _PICTURES:
            self.left["picture"] = self.left.get("picture", 0) + 1
        elif tag in _BLOCK:
            self.end_block()
            self._heading = tag in ("h1", "h2", "h3", "h4", "h5", "h6")
            self._pre = tag == "pre"
            if tag == "li":
                self._add("- ")
        elif tag == "br":
            self._parts.append("\n")
        elif tag in ("td", "th") and self._parts:
            self._parts.append("\t")
        elif tag in _BOLD:
            self._bold += 1

    def end(self, tag: str) -> None:
        """A tag closes."""
        if self._skipping:
            self._skipping = "" if tag == self._skipping else self._skipping
        elif tag in _BLOCK:
            self.end_block()
            self._heading = self._pre = False
        elif tag in _BOLD:
            self._bold = max(0, self._bold - 1)

    def words(self, data: str) -> None:
        """Words."""
        if not self._skipping:
            self._add(data if self._pre else re.sub(r"[ \t\r\n\f]+", " ", data))

    def _add(self, words: str) -> None:
        if not self._parts or self._parts[-1].endswith((" ", "\n", "\t")):
            words = words if self._pre else words.lstrip(" ")
        self._leading = self._leading and (self._bold > 0 or not words.strip(" -"))
        self._parts.append(words)
        if self._leading and self._bold:
            self._strong = sum(map(len, self._parts))

    def end_block(self) -> None:
        """Close the paragraph that is open."""
        text = re.sub(r" *\n *", "\n", "".join(self._parts))
        if text.strip(" -\t\n"):
            self.blocks.append(Block(text, strong=self._strong, aside=self._heading))
        self._parts, self._strong, self._leading = [], 0, True
