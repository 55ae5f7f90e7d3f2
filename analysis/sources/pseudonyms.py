"""How does a label take the place of a name, and where does each segment stand then? (F41)

One entity, one label, in every form in which it was named: in any case, over a line end, with what hangs on it kept
(`Budinya` becomes `[P-04]nya`). All forms are looked for at once, so no label is ever replaced by another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.errors import CodingError
from analysis.sources.patterns import CLASSES

LABEL = re.compile(r"\[([A-Z]+)-(\d+)\]")
EXACT = "exact"
"""How a form is met that is an ordinary word too: only as it is written."""
_NUMBER = re.compile(r"[+(]?\d[\d() .\-]*\d")


@dataclass(frozen=True, order=True, slots=True)
class Form:
    """One way in which an entity is named: as it was found, its class, by which rule, and how it is met again."""

    words: str
    rule: str = ""
    match: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that a label stands for, in every text of a study and in every run."""

    label: str
    cls: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, order=True, slots=True)
class Replacement:
    """A stretch of a text and the label that takes its place."""

    start: int
    end: int
    label: str
    rule: str = ""
    cls: str = ""

    @property
    def growth(self) -> int:
        """By how much the text becomes longer."""
        return len(self.label) - (self.end - self.start)


class Replacer:
    """Finds the forms of all entities in a text, and puts labels in their place."""

    def __init__(self, entities: Iterable[Entity], suffixes: Sequence[str] = ()) -> None:
        self._of: dict[str, tuple[Entity, Form]] = {}
        found: list[tuple[str, str]] = []
        for entity in entities:
            for form in entity.forms:
                name = f"f{len(self._of)}"
                self._of[name] = (entity, form)
                first = "" if is_number(form.words) else form.words.split()[0].casefold()
                found.append((first, f"(?P<{name}>{_pattern(form)})"))
        self._patterns = [(first, re.compile(_whole(pattern, suffixes))) for first, pattern in found]

    def find(self, text: str) -> list[Replacement]:
        """The stretches to replace, in order. Forms that overlap are replaced as one stretch, by every label in it."""
        folded = text.casefold()
        labels = [m.span() for m in LABEL.finditer(text)]
        met = sorted(
            (m.start(), -m.end(), name)
            for first, pattern in self._patterns
            if first in folded
            for m in pattern.finditer(text)
            if all(m.end() <= start or end <= m.start() for start, end in labels)
            for name in m.groupdict()
        )
        groups: list[list[tuple[int, int, str]]] = []
        reach = -1
        for start, end, name in met:
            if start >= reach:
                groups.append([])
            groups[-1].append((start, -end, name))
            reach = max(reach, -end)
        return [self._one(group) for group in groups]

    def _one(self, group: list[tuple[int, int, str]]) -> Replacement:
        start, end = group[0][0], max(stop for _, stop, _ in group)
        widest = next((name for _, stop, name in group if stop == end and _ == start), "")
        names = [widest] if widest else [name for _, _, name in group]
        met = [self._of[name] for name in names]
        labels = list(dict.fromkeys(entity.label for entity, _ in met))
        return Replacement(start, end, " ".join(labels), met[0][1].rule, met[0][0].cls)

    def text(self, text: str) -> str:
        """The text with its labels."""
        return replaced(text, self.find(text))


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with the labels in place; what stands between them stays as it is."""
    out, at = [], 0
    for one in replacements:
        out += [text[at : one.start], one.label]
        at = one.end
    return "".join([*out, text[at:]])


def moved(start: int, end: int, replacements: Sequence[Replacement]) -> tuple[int, int]:
    """Where does `text[start:end]` stand after the replacements?

    `new = old + the growth of every replacement that ends at or before old`. A segment that cuts through a replaced
    stretch widens to the whole label (F41).
    """
    return _moved(start, replacements, at_end=False), _moved(end, replacements, at_end=True)


def _moved(at: int, replacements: Sequence[Replacement], *, at_end: bool) -> int:
    shift = 0
    for one in replacements:
        if one.end <= at:
            shift += one.growth
        elif one.start < at:
            return one.start + shift + (len(one.label) if at_end else 0)
        else:
            break
    return at + shift


def make_label(cls: str, number: int) -> str:
    """The label of a class with its number: `[P-04]`, `[ORG-3]`."""
    return f"[P-{number:02}]" if cls == "person" else f"[{CLASSES[cls]}-{number}]"


def check_label(label: str, cls: str) -> None:
    """Raises CodingError for a label that does not fit the class; labels tell the class and a number, nothing else."""
    found = LABEL.fullmatch(label)
    if not found or found[1] != CLASSES.get(cls):
        example = make_label(cls, 4) if cls in CLASSES else "[P-04]"
        raise CodingError(
            f"a label of the class {cls} looks like {example} (got {label!r}). Empty the cell to get a new one."
        )


def number_of(label: str) -> tuple[str, int]:
    """The beginning of a label and its number."""
    found = LABEL.fullmatch(label)
    return (found[1], int(found[2])) if found else ("", 0)


def is_number(words: str) -> bool:
    """Whether a form is a number, so that its digits count and not how they are grouped."""
    return _NUMBER.fullmatch(words) is not None and sum(c.isdigit() for c in words) >= 6


def _pattern(form: Form) -> str:
    if is_number(form.words):
        digits = [char for char in form.words if char.isdigit()]
        return r"[+(]?" + r"[() .\-]{0,2}".join(digits)
    words = r"\s+".join(map(re.escape, form.words.split()))
    return words if form.match == EXACT else f"(?i:{words})"


def _whole(pattern: str, suffixes: Sequence[str]) -> str:
    """A form as a whole word, or with what may hang on it."""
    hung = "|".join(re.escape(suffix) for suffix in sorted(suffixes, key=len, reverse=True))
    after = rf"(?!\w)|(?=(?i:{hung})(?!\w))" if hung else r"(?!\w)"
    return rf"(?<!\w){pattern}(?:{after})"
