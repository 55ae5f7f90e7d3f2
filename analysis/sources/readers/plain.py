"""Plain text, Markdown and reStructuredText: what are the paragraphs, and what in them is bold?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from analysis.sources.readers.form import MAX_DEPTH, Block, Reading, check_markup, count_note, foreign, reading, refuse

_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.S)
_ELEMENT = re.compile(
    r"<!--.*?-->|</?(?:a|abbr|article|aside|audio|b|big|blockquote|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em"
    r"|figcaption|figure|font|footer|h[1-6]|header|hr|html|body|i|iframe|img|ins|kbd|li|link|main|mark|meta|nav|ol|p|pre|q"
    r"|s|samp|script|section|small|source|span|strike|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|title"
    r"|tr|tt|u|ul|var|video|wbr)(?:\s[^>]*)?/?>",
    re.I | re.S,
)
"""Elements of HTML; what else stands between angle brackets, such as <inaudible>, is a transcriber's word."""
_BREAK = re.compile(r"<br\s*/?>", re.I)
_NOT = ["reference", "lheading", "code", "blockquote"]
"""What Markdown would take for mark-up and transcribers mean as words: `[P1]: yes`, a line under speech, `>>`."""
_NARROW, _WIDE = 40, 100
"""Text wrapped by hand or by a program rarely has shorter or longer lines."""


def read_plain(text: str, name: str) -> Reading:
    """Paragraphs of plain text: parted by blank lines, or each line one where lines are not wrapped."""
    return reading("txt", (Block(p) for p in paragraphs(text)))


def paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of text with line ends of any kind."""
    text = re.sub("\r\n|[\r\x0c\u2028\u2029]", "\n", text)
    for chunk in _BLANK.split(text):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if _is_wrapped(lines):
            yield "\n".join(lines)
        else:
            yield from lines


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines look cut at a margin: all but the last are nearly as long as the longest."""
    longest = max(map(len, lines), default=0)
    if len(lines) < 2 or not _NARROW <= longest <= _WIDE:
        return False
    return sum(len(line) >= longest * 0.6 for line in lines[:-1]) >= 0.6 * (len(lines) - 1)


def read_markdown(text: str, name: str) -> Reading:
    """Paragraphs of Markdown: marks are resolved, list numbers and link addresses as far as they are words stay."""
    notes: list[str] = []
    text = re.sub("\r\n|\r", "\n", text)
    body, count = _FRONT.subn("", text, count=1)
    if count:
        notes.append("front matter of the original left out")
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable(_NOT).enable(["table", "strikethrough"])
    check_markup(body, name)
    with foreign(name, "Markdown"):
        tokens = parser.parse(body)
    if any(token.level > MAX_DEPTH - 20 for token in tokens):  # deeper ones the parser leaves out
        raise refuse(name, f"lists nest at most {MAX_DEPTH // 2} deep", "more", "Rename the file .txt.")
    blocks = list(_markdown(tokens, notes))
    return reading("md", blocks, notes)


def _markdown(tokens: Sequence[Token], notes: list[str]) -> Iterator[Block]:
    prefix, heading, in_cell = "", False, False
    cells: list[str] = []
    tags = pictures = 0
    for token in tokens:
        if token.type == "list_item_open":
            prefix = f"{token.info}{token.markup} " if token.info else f"{token.markup} "
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type in ("th_open", "td_open", "th_close", "td_close"):
            in_cell = token.type.endswith("open")
        elif token.type == "tr_close":
            yield Block("\t".join(cells))
            cells = []
        elif token.type in ("fence", "code_block"):
            yield Block(token.content)
        elif token.type == "html_block":
            tags += len(_ELEMENT.findall(token.content))
            yield Block(_ELEMENT.sub("", _BREAK.sub("\n", token.content)), aside=bool(_ELEMENT.search(token.content)))
        elif token.type == "inline":
            for part in [token.children or []] if in_cell else _parted(token.children or []):
                text, strong, left = _inline(part)
                tags, pictures = tags + left[0], pictures + left[1]
                if in_cell:
                    cells.append(text.replace("\n", " "))
                    continue
                yield Block(prefix + text, strong=strong + len(prefix) if strong else 0, aside=heading)
                prefix = ""
    if tags:
        notes.append(count_note(tags, "HTML tag") + " left out")
    if pictures:
        notes.append(count_note(pictures, "picture") + " left out")


def _parted(children: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """A paragraph parted where a line begins in bold: turns often follow each other without a blank line."""
    children = [child for child in children if child.type != "text" or child.content]
    start = 0
    for at in range(1, len(children)):
        if children[at].type == "strong_open" and children[at - 1].type in ("softbreak", "hardbreak"):
            yield children[start:at]
            start = at
    yield children[start:]


def _inline(children: Iterable[Token]) -> tuple[str, int, tuple[int, int]]:
    """The words of a paragraph, how many of the first characters are bold, and what was left out (tags, pictures)."""
    parts: list[str] = []
    depth = tags = pictures = 0
    strong, open_run = 0, True
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            depth += 1 if child.type == "strong_open" else -1
            continue
        if child.type in ("softbreak", "hardbreak"):
            said = "\n"
        elif child.type == "html_inline":
            element = _ELEMENT.fullmatch(child.content)
            said = "\n" if _BREAK.fullmatch(child.content) else "" if element else child.content
            tags += not said
        elif child.type == "image":
            said, pictures = "", pictures + 1
        else:
            said = child.content
        parts.append(said)
        open_run = open_run and (depth > 0 or not said.strip())
        strong = sum(map(len, parts)) if open_run and depth > 0 else strong
    return "".join(parts), strong, (tags, pictures)
