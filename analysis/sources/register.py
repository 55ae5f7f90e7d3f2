"""Which provisions are there, when and for whom do they hold, and which codes do they bear on?

`documents/register.csv` has one row per provision; the words stand in the document's own source file, as the passage
with that label. A reference such as `ACT-1:33` or `ACT-1:12(2)` resolves to the row whose article, or range of
articles, contains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import Problem
from analysis.model import Source
from analysis.sources.people import read_rows
from analysis.sources.text import DATE

CONFIDENCE: tuple[str, ...] = ("verified", "secondary", "recalled")
CONTEXT = "context"
"""The theme word of a row that bears on no code."""
NEVER_IN_FORCE: tuple[str, ...] = ("draft",)
COLUMNS: tuple[str, ...] = (
    "instrument",
    "article",
    "in_force_from",
    "in_force_to",
    "scope",
    "person_group",
    "confidence",
    "status",
    "themes",
    "sources",
    "remark",
)


@dataclass(frozen=True, slots=True)
class Provision:
    """One row of the register."""

    instrument: str
    article: str
    in_force_from: str = ""
    in_force_to: str = ""
    scope: str = ""
    person_group: str = ""
    confidence: str = ""
    status: str = ""
    themes: tuple[str, ...] = ()
    sources: str = ""
    remark: str = ""
    line: int = 0

    @property
    def ref(self) -> str:
        """The evidence id: instrument and article."""
        return f"{self.instrument}:{self.article}"

    def in_force(self, start: str, end: str) -> bool:
        """Whether the provision held at some time between two dates, both included.

        A draft never did, an open end still does; a year or a month stands for all its days.
        """
        if self.status in NEVER_IN_FORCE:
            return False
        return _not_after(self.in_force_from, end) and _not_after(start, self.in_force_to)


@dataclass(frozen=True, slots=True)
class Frame:
    """The law that is looked at: a span of time, and the scopes that count (none: all of them)."""

    name: str = ""
    start: str = ""
    end: str = ""
    scopes: tuple[str, ...] = ()

    def holds(self, provision: Provision) -> bool:
        """Whether a provision is in force in the span and of a scope that counts."""
        return provision.in_force(self.start, self.end) and (not self.scopes or provision.scope in self.scopes)


def read_register(path: Path, name: str, documents: Mapping[str, Source]) -> tuple[list[Provision], list[Problem]]:
    """The provisions in the order of the table, and what is wrong with it; none where there is no register."""
    if not path.is_file():
        return [], []
    rows, problems = read_rows(path, name, ("instrument", "article", "themes"))
    provisions: list[Provision] = []
    seen: set[str] = set()
    for row in rows:
        cells = {key: row.get(key, "") for key in COLUMNS if key != "themes"}
        themes = tuple(theme.strip() for theme in row["themes"].split(";") if theme.strip())
        provision = Provision(**cells, themes=themes, line=row.line)
        provisions.append(provision)
        if provision.ref in seen:
            problems.append(Problem(name, row.line, "a provision stands once", provision.ref, "Delete one row."))
        seen.add(provision.ref)
        problems += _check_row(provision, name, documents)
    return provisions, problems


def _check_row(provision: Provision, name: str, documents: Mapping[str, Source]) -> Iterable[Problem]:
    document = documents.get(provision.instrument)
    if document is None:
        step = f"Add documents/{provision.instrument}.md or mend the id."
        yield Problem(name, provision.line, "an instrument is a source in documents/", provision.instrument, step)
    elif provision.article not in {p.label for p in document.passages}:
        step = f"Add the passage to {document.file} or mend the article."
        yield Problem(name, provision.line, "an article is a passage of its document", provision.ref, step)
    for key in ("in_force_from", "in_force_to"):
        if getattr(provision, key) and not DATE.fullmatch(getattr(provision, key)):
            rule = f"{key} is year, year-month or year-month-day"
            yield Problem(name, provision.line, rule, getattr(provision, key), "Write it as 2022-03-14.")
    if provision.confidence and provision.confidence not in CONFIDENCE:
        rule = f"confidence is one of {', '.join(CONFIDENCE)}"
        yield Problem(name, provision.line, rule, provision.confidence, "Write one of them.")
    if CONTEXT in provision.themes and len(provision.themes) > 1:
        rule = "a row marked context bears on no code"
        yield Problem(name, provision.line, rule, ";".join(provision.themes), "Keep the codes or the mark.")


def register_frame(provisions: Sequence[Provision], frame: Frame) -> pd.DataFrame:
    """One row per provision: the register's columns, `ref`, and `in_frame` (does it hold in the legal frame?)."""
    rows = [
        {
            "ref": p.ref,
            **{key: getattr(p, key) for key in COLUMNS if key != "themes"},
            "themes": ";".join(p.themes),
            "in_frame": frame.holds(p),
        }
        for p in provisions
    ]
    return pd.DataFrame(rows, columns=["ref", *COLUMNS, "in_frame"])


def _not_after(one: str, other: str) -> bool:
    """Whether one date may lie before or on the other; an empty one is open, a short one stands for all its days."""
    length = min(len(one), len(other))
    return one[:length] <= other[:length]


def resolve(ref: str, provisions: Iterable[Provision]) -> list[Provision]:
    """Which provisions does a reference name? In the order of the register; none where no row fits.

    A reference without an article names the instrument as a whole, without its context rows. An article as it stands
    in the register names its row. Any other names the rows that it overlaps, whether they are wider (`2` holds `2(j)`,
    `27-34` holds `33`) or narrower (`69` is made up of `69(1)` and `69(2)`).
    """
    instrument, _, article = ref.partition(":")
    own = [p for p in provisions if p.instrument == instrument]
    if not article:
        return [p for p in own if CONTEXT not in p.themes]
    exact = [p for p in own if p.article == article]
    return exact or [p for p in own if _overlap(_paths(article), _paths(p.article))]


_Rank = tuple[int, int, str]
_Path = tuple[tuple[_Rank, _Rank], ...]
"""From the article down to the letter, each level from its first to its last: 69(3)(a)-(c) is (69-69, 3-3, a-c)."""

_ARTICLE = re.compile(r"(?P<first>\d+[A-Za-z]?)(?:[-–](?P<last>\d+[A-Za-z]?))?(?P<rest>(?:\(\w+\)|[-–,]\s*(?=\())*)")
_RUN = re.compile(r"(?P<down>(?:\(\w+\))+)(?:[-–]\((?P<last>\w+)\))?")
_NUMBER = re.compile(r"(\d+)(\w*)")


def _paths(article: str) -> list[_Path]:
    """The runs of articles, paragraphs and letters that a label such as `13-14, 18` or `69(3)(a), (4)` names."""
    paths: list[_Path] = []
    rest = article
    while match := _ARTICLE.match(rest):
        head = (_rank(match["first"]), _rank(match["last"] or match["first"]))
        paths += [(head, *path) for path in _paragraphs(match["rest"])] or [(head,)]
        rest = rest[match.end() :].lstrip(", ")
    return paths


def _paragraphs(text: str) -> list[_Path]:
    """The runs below one article; after a comma a letter belongs to the paragraph before it: `(3)(a),(b)`."""
    paths: list[_Path] = []
    before: _Path = ()
    for match in _RUN.finditer(text):
        names = [_rank(name) for name in match["down"].strip("()").split(")(")]
        level = next((n for n, (first, _) in enumerate(before) if first[0] == names[0][0]), 0)
        last = _rank(match["last"]) if match["last"] else names[-1]
        before = (*before[:level], *((name, name) for name in names[:-1]), (names[-1], last))
        paths.append(before)
    return paths


def _overlap(one: Iterable[_Path], other: Sequence[_Path]) -> bool:
    """Whether two of the runs meet on each level that both name."""
    return any(
        all(a[0] <= b[1] and b[0] <= a[1] for a, b in zip(path, against, strict=False))
        for path in one
        for against in other
    )


def _rank(name: str) -> _Rank:
    """Articles, paragraphs and letters in order: numbers by value (2, 2a, 3), then letters by the alphabet."""
    number = _NUMBER.fullmatch(name)
    return (0, int(number[1]), number[2].lower()) if number else (1, len(name), name.lower())
