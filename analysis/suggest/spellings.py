"""In which spellings does a phrase count? Equal forms, hyphen or space, with and without its punctuation."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from analysis.codebook import Codebook
from analysis.errors import CodebookError
from analysis.model import Indicator
from analysis.suggest.words import fold, is_word, split_hyphens, tidy

MOST_SPELLINGS = 96
"""Alternatives by equal spellings that one phrase may have."""

_TOKEN = re.compile(r"[^\W_]+(?:[-.'’&/+\u2010\u2011][^\W_]+)*|[^\w\s]")


def phrase_words(phrase: str) -> list[str]:
    """The words and marks of a phrase, hyphens inside words kept."""
    return [tidy(word) for word in _TOKEN.findall(phrase)]


def spellings(indicator: Indicator, codebook: Codebook) -> tuple[tuple[str, ...], ...]:
    """The phrase in every spelling that counts: equal forms, punctuation or none, hyphen or space."""
    words = tuple(phrase_words(indicator.phrase))
    if not any(map(is_word, words)):
        raise CodebookError(
            f"codebook/codebook.yaml: {indicator.code}: a phrase holds a word (got {indicator.phrase!r}). Write one."
        )
    groups = codebook.variants.get(indicator.language, ())
    rows: set[tuple[str, ...]] = set()
    for row in equal_spellings(words, groups, indicator.level):
        rows.update(_hyphens(row))
        plain = tuple(word for word in row if is_word(word))
        if plain != row:
            rows.update(_hyphens(plain))
    return tuple(sorted(rows))


def equal_spellings(words: tuple[str, ...], groups: Iterable[Sequence[str]], level: str) -> list[tuple[str, ...]]:
    """The words with each form of a group put for each other form of it."""
    same = str if level == "exact" else fold
    forms = [[tuple(phrase_words(form)) for form in group] for group in groups]
    choices: list[list[tuple[str, ...]]] = []
    at = 0
    while at < len(words):
        size, options = 1, [words[at : at + 1]]
        for group in forms:
            for form in group:
                here = words[at : at + len(form)]
                if len(form) >= size and [same(w) for w in here] == [same(w) for w in form]:
                    size, options = len(form), [here, *(other for other in group if other != form)]
        choices.append(options)
        at += size
    rows = itertools.islice(itertools.product(*choices), MOST_SPELLINGS)
    return [tuple(itertools.chain.from_iterable(row)) for row in rows]


def _hyphens(row: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The row as written, without hyphens, with one hyphen at each gap, and hyphened throughout."""
    units = tuple(unit for word in row for unit in split_hyphens(word))
    found = {row, units}
    if all(map(is_word, units)):
        for at in range(len(units) - 1):
            found.add((*units[:at], f"{units[at]}-{units[at + 1]}", *units[at + 2 :]))
        found.add(("-".join(units),))
    return {row for row in found if len(units_of(row)) == len(units)}


def units_of(row: Iterable[str]) -> list[str]:
    """The words of a row, compounds taken apart."""
    return [unit for word in row for unit in split_hyphens(word)]
