"""Do texts speak of the sample as the register has it? Roles, counts and periods (L02)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.claims.grounds import Finding, Grounds, Register
from analysis.claims.words import WordList, pattern

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMERAL = r"(?:[IVXLC]+|\d{1,2}|[ivxlc]+)"
_NUMBERED = re.compile(rf"(?P<stem>\w.*?)\s+(?P<number>{_NUMERAL})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
STEP = "Write what the register has: study.sample() tells it."


@dataclass(frozen=True, slots=True)
class Ladder:
    """Roles that are numbered under one name, such as the rungs of a ladder: which there are, and who was heard."""

    stem: str
    rungs: Mapping[int, str]
    """Number -> role."""


def sample_as_registered(grounds: Grounds) -> Iterator[Finding]:
    """L02: role, count or period in a text are those of the register (inconsistent samples)."""
    for text in grounds.texts:
        for words in grounds.lists_for(text):
            ladders = ladders_of(grounds.register, words.language)
            for sentence in text.sentences:
                for what in (
                    *_rungs(sentence, ladders, words, grounds.register),
                    *_counts(sentence, words, grounds.register),
                    *_period(sentence, words, grounds.register),
                ):
                    yield Finding("L02", "error", text.file, text.row, text.place, what, STEP)


def ladders_of(register: Register, language: str) -> list[Ladder]:
    """The numbered roles of a study in a language, by the name that they share."""
    found: dict[str, dict[int, str]] = {}
    for role, names in register.roles.items():
        match = _NUMBERED.fullmatch(names.get(language, ""))
        number = numeral(match["number"]) if match else None
        if match and number is not None:
            found.setdefault(match["stem"], {})[number] = role
    return [Ladder(stem, rungs) for stem, rungs in sorted(found.items())]


def numeral(text: str) -> int | None:
    """The value of a number in digits or Roman letters; None where it is neither, as in `IIV`."""
    if text.isdecimal():
        return int(text)
    values = [_ROMAN.get(letter.upper(), 0) for letter in text]
    total = sum(-v if v < max(values[n + 1 :], default=0) else v for n, v in enumerate(values))
    return total if total > 0 and roman(total) == text.upper() else None


def roman(number: int) -> str:
    """A number in Roman letters."""
    signs = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    out = ""
    for value, sign in signs:
        out, number = out + sign * (number // value), number % value
    return out


def _rungs(sentence: str, ladders: Sequence[Ladder], words: WordList, register: Register) -> Iterator[str]:
    """Numbered roles that a sentence names, also within a range, and of which nobody was heard."""
    ranges, joiners = words.lists.get("range", ()), words.lists.get("joiner", ())
    between = "|".join(re.escape(w) for w in sorted((*ranges, *joiners), key=len, reverse=True)) or "(?!)"
    for ladder in ladders:
        stem = re.escape(ladder.stem)
        run = re.compile(
            rf"(?<!\w){stem}s?\s+(?P<run>{_NUMERAL}(?:\s*(?:{between})\s*(?:{stem}s?\s+)?{_NUMERAL}(?!\w))*)(?!\w)",
            re.I,
        )
        for match in run.finditer(sentence):
            named = _named(match["run"], ladder.stem, ranges, between)
            lacking = [n for n in named if not register.persons.get(ladder.rungs.get(n, ""), 0)]
            if lacking:
                missing = ", ".join(f"{ladder.stem} {roman(n)}" for n in lacking)
                yield f"{match[0]!r}, and nobody of {missing} was heard"


def _named(run: str, stem: str, ranges: Sequence[str], between: str) -> list[int]:
    """The numbers that a run such as `I, II and IV` or `I to IV` names; a range names all in it."""
    bare = re.sub(rf"{re.escape(stem)}s?\s+", "", run, flags=re.I)
    parts = re.split(rf"\s*({between})\s*", bare, flags=re.I)
    named: list[int] = []
    for place, part in enumerate(parts[::2]):
        number = numeral(part)
        if number is None:
            continue
        joined = parts[2 * place - 1].lower() if place else ""
        if named and joined in {word.lower() for word in ranges}:
            named += range(named[-1] + 1, number)
        named.append(number)
    return named


def _counts(sentence: str, words: WordList, register: Register) -> Iterator[str]:
    """Numbers of persons, of a role or of a kind of source that are larger than the register's, or "all" of another."""
    numbers = "|".join([r"\d{1,4}", *(re.escape(w) for w, n in words.numbers.items() if n)])
    every = "|".join(map(re.escape, words.lists.get("all", ()))) or "(?!)"
    for names, total in _totals(words, register):
        noun = pattern(names).pattern
        said = re.compile(rf"(?<![\w.,])(?P<all>(?:{every})\s+(?:of\s+the\s+)?)?(?P<n>{numbers})\s+{noun}", re.I)
        for match in said.finditer(sentence):
            number = words.number(match["n"])
            if number is not None and (number > total or (match["all"] and number != total)):
                yield f"{match[0]!r}, and the register has {total}"


def _totals(words: WordList, register: Register) -> Iterator[tuple[tuple[str, ...], int]]:
    """Words for persons, roles and kinds of source, and how many of them there are."""
    if words.lists.get("persons"):
        yield words.lists["persons"], sum(register.persons.values())
    for role, names in register.roles.items():
        if names.get(words.language):
            name = names[words.language]
            yield (name, f"{name}s"), register.persons.get(role, 0)
    for kind, names_of_kind in words.kinds.items():
        yield names_of_kind, register.kinds.get(kind, 0)


def _period(sentence: str, words: WordList, register: Register) -> Iterator[str]:
    """Years in which a sentence says that people were heard, and in which nobody was."""
    kinds = tuple(word for names in words.kinds.values() for word in names)
    if not register.years or not kinds or not words.lists.get("period"):
        return
    noun, link = pattern(kinds).pattern, pattern(words.lists["period"]).pattern
    told = re.compile(
        rf"{noun}[^.;:]{{0,40}}?{link}[^.;:]{{0,20}}?(?P<years>{_YEAR.pattern}(?:\D{{1,9}}{_YEAR.pattern})?)", re.I
    )
    for match in told.finditer(sentence):
        wrong = sorted(int(y) for y in _YEAR.findall(match["years"]) if int(y) not in register.years)
        if wrong:
            heard = ", ".join(map(str, sorted(register.years)))
            yield f"{match[0]!r}, and people were heard in {heard}"
