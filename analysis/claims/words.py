"""By which words does the lint know a statement? Lists by language: the engine's, and a study's own over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.errors import Problem, TableError
from analysis.tables import Record, as_problem, read_yaml

SHIPPED = Path(__file__).with_name("words.yaml")
FILE = "codebook/words.yaml"
LISTS: tuple[str, ...] = (
    "negators",
    "vague",
    "not_vague",
    "ought",
    "not_ought",
    "reported",
    "about_outputs",
    "all",
    "range",
    "joiner",
    "period",
    "persons",
    "saturation",
    "agreement",
    "interval",
    "unit",
)
MAPS: tuple[str, ...] = ("kinds", "methods")
_NEVER = re.compile(r"(?!)")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class WordList:
    """The words of one language. `numbers`: number word -> its value; `kinds` and `methods`: name -> its words."""

    language: str
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    methods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)

    def find(self, name: str, sentence: str) -> str:
        """The first word of a list in a sentence; empty where none stands there."""
        found = pattern(self.lists.get(name, ())).search(sentence)
        return found[0] if found else ""

    def counts(self, sentence: str) -> bool:
        """Whether a sentence gives a number, in digits or in words."""
        return bool(_DIGITS.search(sentence) or pattern(tuple(self.numbers)).search(sentence))

    def number(self, word: str) -> int | None:
        """What a number says, in digits or in words; None where it is no number."""
        return int(word) if word.isdecimal() else self.numbers.get(word.lower())


@cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these words as a whole word, the longest first; matches nothing without words."""
    if not words:
        return _NEVER
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)


def read_words(root: Path | None = None, languages: Iterable[str] = ()) -> tuple[dict[str, WordList], list[Problem]]:
    """The lists of these languages (all that there are, by default), and what is wrong with the study's own file.

    A language without lists has none, and the rules that need words say nothing in it.
    """
    shipped, problems = read_yaml(SHIPPED), []
    own: Any = {}
    path = (root / FILE) if root else None
    if path is not None and path.is_file():
        try:
            own = read_yaml(path) or {}
        except TableError as error:
            problems.append(as_problem(error, FILE))
        if not isinstance(own, dict):
            problems.append(
                Problem(FILE, 1, "words are given by language", repr(own)[:40], "Write en: {vague: [...]}.")
            )
            own = {}
    wanted = list(languages) or [*shipped, *(key for key in own if key not in shipped)]
    found = {}
    for language in wanted:
        mine = own.get(language) or {}
        if not isinstance(mine, dict):
            problems.append(Problem(FILE, 1, f"{language}: words are lists by name", repr(mine)[:40], "Write them so."))
            mine = {}
        problems += _strange(language, mine)
        data = {**shipped.get(language, {}), **{k: v for k, v in mine.items() if _fits(k, v)}}
        if data:
            found[language] = _word_list(language, data)
    return found, problems


def _strange(language: str, mine: Mapping[str, Any]) -> list[Problem]:
    row = getattr(mine, "line", 1)
    step = f"Known are numbers, {', '.join((*LISTS, *MAPS))}."
    rule = f"{language}: a list of words has a known name and holds words"
    return [
        Problem(FILE, row, rule, f"{key}: {value!r}"[:60], step) for key, value in mine.items() if not _fits(key, value)
    ]


def _fits(key: str, value: Any) -> bool:
    if key in LISTS:
        return _is_words(value)
    if key == "numbers":
        return isinstance(value, dict) and all(isinstance(v, int) for v in value.values())
    return key in MAPS and isinstance(value, Record) and all(map(_is_words, value.values()))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _word_list(language: str, data: Mapping[str, Any]) -> WordList:
    maps = {name: {k: tuple(v) for k, v in data.get(name, {}).items()} for name in MAPS}
    return WordList(
        language=language,
        lists={name: tuple(data.get(name, ())) for name in LISTS},
        kinds=maps["kinds"],
        methods=maps["methods"],
        numbers={str(word).lower(): int(number) for word, number in data.get("numbers", {}).items()},
    )
