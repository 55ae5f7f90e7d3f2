"""reStructuredText: what are the paragraphs? Read by docutils, which may neither open files nor run anything."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.core import publish_doctree

from analysis.sources.readers.form import Block, Reading, check_markup, count_note, foreign, reading

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": True,  # a raw block becomes a node that we leave out; nothing is rendered
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": "",
    "smart_quotes": False,
    "line_length_limit": 10_000_000,
    "_disable_config": True,
}
_TEXT = (
    nodes.paragraph,
    nodes.title,
    nodes.subtitle,
    nodes.literal_block,
    nodes.line_block,
    nodes.term,
    nodes.doctest_block,
)
_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
_LEFT = (nodes.raw, nodes.comment, nodes.image, nodes.system_message, nodes.substitution_definition)


def read_rst(text: str, name: str) -> Reading:
    """Paragraphs with their bold beginnings; raw blocks, comments, pictures and included files are left out."""
    check_markup(text, name)
    with foreign(name, "reStructuredText"):
        tree = publish_doctree(text, settings_overrides=dict(_SETTINGS))
    left: dict[str, int] = {}
    blocks = list(_walk(tree, left))
    return reading("rst", blocks, [f"{count_note(count, what)} left out" for what, count in sorted(left.items())])


def _walk(node: nodes.Node, left: dict[str, int], prefix: str = "") -> Iterator[Block]:
    for child in node.children:
        if isinstance(child, nodes.system_message):
            yield from _literal(child)
        elif isinstance(child, _LEFT):
            what = {"raw": "raw block", "image": "picture"}.get(child.tagname, child.tagname.replace("_", " "))
            left[what] = left.get(what, 0) + 1
        elif isinstance(child, _TEXT):
            words, strong = _words(child)
            yield Block(prefix + words, strong=strong and strong + len(prefix), aside=isinstance(child, nodes.title))
            prefix = ""
        elif isinstance(child, nodes.list_item):
            yield from _walk(child, left, _mark(child))
        else:
            yield from _walk(child, left)


def _literal(node: nodes.system_message) -> Iterator[Block]:
    """What the parser could not make sense of stands in its message as it was written."""
    for block in node.findall(nodes.literal_block):
        yield Block(block.astext())


def _mark(item: nodes.list_item) -> str:
    parent = item.parent
    if not isinstance(parent, nodes.enumerated_list):
        return "- "
    number = int(parent.get("start", 1)) + parent.index(item)
    return f"{parent.get('prefix', '')}{_numeral(number, parent.get('enumtype', ''))}{parent.get('suffix', '.')} "


def _numeral(number: int, kind: str) -> str:
    """The number as it was written: `Q.` opens a list for the parser, and a question for us."""
    if kind.endswith("alpha") and 0 < number < 27:
        written = chr(ord("A") + number - 1)
    elif kind.endswith("roman"):
        written = _roman(number)
    else:
        return str(number)
    return written.lower() if kind.startswith("lower") else written


def _roman(number: int) -> str:
    written = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True):
        count, number = divmod(number, value)
        written += sign * count
    return written


def _words(node: nodes.Element) -> tuple[str, int]:
    """The words, and how many characters at the beginning are bold."""
    if isinstance(node, nodes.line_block):
        return "\n".join(child.astext() for child in node.children), 0
    text, strong, leading = "", 0, True
    for child in node.children:
        said = "" if isinstance(child, nodes.image | nodes.system_message) else child.astext()
        leading = leading and (isinstance(child, nodes.strong) or not said.strip())
        text += said
        strong = len(text) if leading and isinstance(child, nodes.strong) else strong
    return text, strong
