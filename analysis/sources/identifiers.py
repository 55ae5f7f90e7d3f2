"""What in a text may name somebody? Detectors that help a person look; they prove nothing (F42).

Each hit is a form of words at a place, its class, the detector that found it, and a rank: how likely it names. Words at
the beginning of a sentence, where every word has a capital, rank last and are never dropped.

Source: the helper of the UK Data Archive marks all numbers and all words with a capital letter; a person decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.sources.patterns import Patterns

SURE, CAPITAL, FIRST = 1, 2, 3
"""Ranks: found by its form or by a word beside it; a capital inside a sentence; a capital where a sentence begins."""
BEGINNING = "capital at a beginning"
"""The detector of words with which a sentence begins: the first of several may be no part of the name."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_ROMAN = re.compile(r"[IVX]+")
_ENDS = ".!?…"
_PASSED = " \t\"'“”‘’«»()[]–—-*"
"""What may stand between the end of one sentence and the first word of the next."""
_MASKED = re.compile(r"\[[A-Z]+-\d+\]")
"""Labels that stand for somebody already."""
_GENERIC: Sequence[tuple[str, str, re.Pattern[str]]] = (
    ("e-mail", "contact", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("web address", "contact", re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]*[^\s<>\"')\].,;:!?]")),
    ("handle", "contact", re.compile(r"(?<![\w@.])@\w[\w.]*\w")),
)
_DATES = (
    re.compile(r"(?<![\w/.-])\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<![\w/.-])(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:\d{4}|\d{2})(?!\d)"),
)
_PHONE = re.compile(r"(?<![\w/.])\+?\(?\d[\d() .\-]{6,18}\d(?!\w)")
_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_LONG = re.compile(r"(?<!\w)\d{6,}(?!\w)")


@dataclass(frozen=True, order=True, slots=True)
class Hit:
    """A stretch of a text that may name somebody: `text[start:end]`, the form found there."""

    start: int
    end: int
    form: str
    cls: str
    detector: str
    rank: int = SURE


@dataclass(frozen=True, slots=True)
class Ordinary:
    """Which words are common in a corpus, so that a capital alone does not make them names."""

    words: frozenset[str] = frozenset()

    def holds(self, word: str) -> bool:
        """Whether the word is an ordinary one, in whatever case."""
        return word.casefold() in self.words


def ordinary_words(texts: Iterable[str], listed: Iterable[str] = ()) -> Ordinary:
    """Which words stand oftener in lower case than with a capital inside a sentence? With those a study lists."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in texts:
        for match in _WORD.finditer(text):
            word = match[0]
            if word.islower():
                lower[word.casefold()] += 1
            elif word[0].isupper() and not _begins(text, match.start(), ()):
                upper[word.casefold()] += 1
    words = {word for word, count in lower.items() if count > upper[word]}
    return Ordinary(frozenset(words | {word.casefold() for entry in listed for word in entry.split()}))


def find_identifiers(
    text: str, patterns: Patterns, *, ordinary: Ordinary | None = None, known: Collection[str] = ()
) -> list[Hit]:
    """Which stretches of a text may name somebody?

    Parameters
    ----------
    text : one passage
    patterns : what the study lists for its country and its service
    ordinary : words that are no names though they stand with a capital somewhere
    known : ids of participants and sources, and labels of speakers; they name nobody

    Returns
    -------
    Hits in order, none overlapping another. Numbers and addresses go first, then what is listed or stands beside a
    title or a word for a place, then capitals.
    """
    taken = [m.span() for m in _MASKED.finditer(text)]
    if known:
        taken += [m.span() for m in re.finditer(rf"(?<!\w){_any(tuple(sorted(known)))}(?!\w)", text)]
    hits: list[Hit] = []

    def keep(found: Iterable[Hit]) -> None:
        for hit in found:
            if _tells(hit.form) and all(hit.end <= start or end <= hit.start for start, end in taken):
                hits.append(hit)
                taken.append((hit.start, hit.end))

    keep(_by_form(text, patterns))
    keep(_listed(text, patterns))
    keep(_beside(text, patterns))
    keep(_capitals(text, patterns, ordinary or Ordinary(), taken))
    return sorted(hits)


def _by_form(text: str, patterns: Patterns) -> Iterator[Hit]:
    """Addresses, the study's own forms, dates, telephone and other long numbers."""
    for name, cls, match in (*_GENERIC, *((f.name, f.cls, f.match) for f in patterns.forms)):
        yield from (Hit(m.start(), m.end(), m[0], cls, name) for m in match.finditer(text))
    dates: Sequence[re.Pattern[str]] = _DATES
    if patterns.months:
        month = _any(patterns.months)
        day = r"\d{1,2}(?:st|nd|rd|th)?"
        dates = (re.compile(rf"(?<!\w)(?:{day}\s+{month}|{month}\s+{day})(?:,?\s+\d{{4}})?(?!\w)", re.I), *_DATES)
        dates = (*dates, re.compile(rf"(?<!\w){month}\s+\d{{4}}(?!\w)", re.I))
    for pattern in dates:
        yield from (Hit(m.start(), m.end(), m[0], "date", "date") for m in pattern.finditer(text))
    for m in _PHONE.finditer(text):
        digits = sum(char.isdigit() for char in m[0])
        if 8 <= digits <= 15 and not _AMOUNT.fullmatch(m[0]):
            yield Hit(m.start(), m.end(), m[0], "contact", "telephone")
    yield from (Hit(m.start(), m.end(), m[0], "number", "long number") for m in _LONG.finditer(text))


def _listed(text: str, patterns: Patterns) -> Iterator[Hit]:
    """Posts, places and organisations that the study names."""
    lists = (("post", patterns.posts), ("place", patterns.places), ("organisation", patterns.organisations))
    for cls, names in lists:
        if not names:
            continue
        flags = re.I if cls == "post" else 0
        for m in re.finditer(rf"(?<!\w){_any(names)}(?!\w)", text, flags):
            end = m.end()
            if cls == "post":  # a post goes on with what it is a post of
                end = m.start() + len(_bare(text[m.start() : _run_end(text, end, patterns)], patterns))
            yield Hit(m.start(), end, text[m.start() : end], cls, f"listed {cls}")


def _beside(text: str, patterns: Patterns) -> Iterator[Hit]:
    """Names after titles, after words for a place, and of organisations that begin with their kind."""
    kinds = (
        ("person", "title", patterns.titles, False),
        ("place", "word for a place", patterns.places_after, False),
        ("organisation", "word for an organisation", patterns.organisations_after, True),
    )
    for cls, detector, heads, with_head in kinds:
        if not heads:
            continue
        head = re.compile(rf"(?<!\w){_any(heads)}(?=\s)", re.I if cls == "person" else 0)
        for m in head.finditer(text):
            start = m.end() + len(text[m.end() :]) - len(text[m.end() :].lstrip())
            nested = re.match(rf"{_any(heads)}(?!\w)", text[start:], re.I)
            end = start if nested else _run_end(text, m.end(), patterns)
            if end > start:
                begin = m.start() if with_head else start
                form = _bare(text[begin:end], patterns)
                yield Hit(begin, begin + len(form), form, cls, detector)


def _capitals(
    text: str,
    patterns: Patterns,
    ordinary: Ordinary,
    taken: Sequence[tuple[int, int]],
) -> Iterator[Hit]:
    """Runs of words with a capital that no list knows."""
    heads = (*patterns.titles, *patterns.places_after, *patterns.organisations_after)
    listed = (*heads, *patterns.ordinary, *patterns.months)
    skip = {word.casefold().removesuffix(".") for entry in listed for word in entry.split()}
    words, position = list(_WORD.finditer(text)), 0
    for index, match in enumerate(words):
        if match.start() < position or not _is_name(match[0], skip, ordinary) or _inside(match.start(), taken):
            continue
        stop = _capital_end(text, words[index + 1 :], match.end(), ordinary, skip, taken)
        position = stop
        end = match.start() + len(_bare(text[match.start() : stop], patterns))
        form = text[match.start() : end]
        alone = stop == match.end()
        begins = _begins(text, match.start(), patterns.titles)
        if form.isupper() and alone and not begins:
            yield Hit(match.start(), end, form, "organisation", "abbreviation", CAPITAL)
        elif begins:
            yield Hit(match.start(), end, form, "name", BEGINNING, FIRST if alone else CAPITAL)
        else:
            yield Hit(match.start(), end, form, "name", "capital", CAPITAL)


def _capital_end(
    text: str,
    following: Sequence[re.Match[str]],
    end: int,
    ordinary: Ordinary,
    skip: Collection[str],
    taken: Sequence[tuple[int, int]],
) -> int:
    """Where a run of words with a capital ends."""
    for match in following:
        gap = text[end : match.start()]
        if gap != " " or not _is_name(match[0], skip, ordinary) or _inside(match.start(), taken):
            break
        end = match.end()
    return end


def _run_end(text: str, at: int, patterns: Patterns) -> int:
    """Where the name that begins after `at` ends: words with a capital, particles between them, initials."""
    small = "|".join(re.escape(p) for p in sorted(patterns.particles, key=len, reverse=True))
    name = r"(?:[^\W\d_a-z]\.|[^\W\d_]+(?:[’'\-][^\W\d_]+)*)"
    step = re.compile(rf"[^\S\n]+((?:(?:{small})[^\S\n]+)?)({name})" if small else rf"[^\S\n]+()({name})")
    end = at
    while (m := step.match(text, end)) and m[2][0].isupper():
        end = m.end()
    return end


def _is_name(word: str, skip: Collection[str], ordinary: Ordinary) -> bool:
    """Whether a word with a capital may be a name: longer than a letter, and no ordinary word."""
    base, _, tail = word.replace("’", "'").partition("'")
    base = base if tail.islower() else word
    parts = [part for part in base.split("-") if part]
    known = all(part.casefold() in skip or ordinary.holds(part) for part in parts)
    return len(base) > 1 and word[0].isupper() and not known and not _ROMAN.fullmatch(base)


def _bare(form: str, patterns: Patterns) -> str:
    """The form without what hangs on it by a hyphen or an apostrophe: `-nya`, `'s`."""
    hung = "|".join(re.escape(suffix) for suffix in patterns.suffixes)
    return re.sub(rf"(?:[’']s|-(?:{hung}))$" if hung else r"[’']s$", "", form)


def _tells(form: str) -> bool:
    """Whether a form is more than an initial."""
    return any(len(part) > 1 for part in re.findall(r"\w+", form))


def _inside(at: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in taken)


def _begins(text: str, at: int, titles: Collection[str]) -> bool:
    """Whether a sentence, a line or a quotation begins at this word."""
    before = text[:at].rstrip(_PASSED)
    if not before or before[-1] in "\n:;" or text[:at].rstrip(" \t")[-1:] in '"“«‘':
        return True
    if before[-1] not in _ENDS:
        return False
    last = re.search(r"(\w+)\.$", before)
    if last is None:
        return True
    initial = len(last[1]) == 1 and last[1].isupper()
    return not (initial or f"{last[1]}." in titles or last[1] in titles)


@cache
def _any(words: tuple[str, ...]) -> str:
    """One group for all of them, the longest first; white space may be any, and a full stop at the end may miss."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    forms = (r"\s+".join(map(re.escape, word.removesuffix(".").split())) for word in ordered)
    ends = (r"(?!\w)\.?" if word.endswith(".") else r"(?!\w)" for word in ordered)
    return "(?:" + "|".join(form + end for form, end in zip(forms, ends, strict=True)) + ")"
