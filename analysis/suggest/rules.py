"""What exactly does an indicator phrase match? A codebook compiled to rules.

A phrase becomes one rule with one or more alternatives: spellings that the codebook calls equal, hyphens for spaces,
with and without its punctuation. An alternative is a row of slots, one for each token that must stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import Codebook
from analysis.errors import CodebookError
from analysis.model import Indicator
from analysis.suggest.negation import Negation
from analysis.suggest.spellings import equal_spellings, phrase_words, spellings, units_of
from analysis.suggest.stems import INDONESIAN, Keys, compound_key, propose_root
from analysis.suggest.words import CLITICS, fold, is_word, split_hyphens, tidy
from analysis.tables import canonical_json, sha256

LEFT_OUT = ("machine-translated",)
"""Registers whose phrases suggest nothing."""
LEVEL_ORDER = ("exact", "surface", "inflected", "root")


@dataclass(frozen=True, slots=True)
class Slot:
    """One word that must stand at one place, and how freely it may be inflected."""

    language: str
    level: str
    word: str
    light: str
    root: str
    voiced: bool = False


Token = tuple[Slot, ...]
"""What one token must be: one slot, or several where a hyphen joins them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled indicator phrase; `id` names it for readers, `version` changes when what it matches changes.

    `context` is empty or names the context list of which a word must stand within `window` words.
    """

    id: str
    version: str
    code: str
    level: str
    polarity: str
    context: str
    window: int
    alternatives: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True)
class Rules:
    """All rules of a codebook, its context words, its lists of negation and the keys that they share."""

    rules: tuple[Rule, ...]
    contexts: Mapping[str, tuple[tuple[Token, ...], ...]]
    negation: Negation
    keys: Keys

    def __post_init__(self) -> None:
        for token in (token for row in self._rows() for token in row if len(token) > 1):
            self.keys.compounds.add(tuple(self.keys.key(slot.word) for slot in token))

    def _rows(self) -> Iterator[tuple[Token, ...]]:
        for rule in self.rules:
            yield from rule.alternatives
        for rows in self.contexts.values():
            yield from rows

    def pattern(self, row: Iterable[Token]) -> tuple[str, ...]:
        """The keys that a row of tokens must have."""
        return tuple(_pattern_key(self.keys, token) for token in row)

    def fits(self, token: str, wanted: Token) -> bool:
        """Whether a token of the text is what the rule wants, at the rule's level."""
        if len(wanted) == 1:
            return self._fits_slot(token, wanted[0])
        parts = split_hyphens(tidy(token))
        return len(parts) == len(wanted) and all(map(self._fits_slot, parts, wanted))

    def _fits_slot(self, token: str, slot: Slot) -> bool:
        if slot.level == "exact":
            return _bare(tidy(token), slot.word) == slot.word
        if slot.level == "surface":
            return fold(token) == fold(slot.word)
        form = self.keys.form(fold(token), slot.language)
        if slot.level == "inflected":
            return bool(slot.light) and form.light == slot.light and form.voiced >= slot.voiced
        return bool(slot.root) and form.root == slot.root


def _pattern_key(keys: Keys, token: Token) -> str:
    found = tuple(keys.key(slot.word) for slot in token)
    return found[0] if len(found) == 1 else compound_key(found)


def _bare(token: str, word: str) -> str:
    """The token without a clitic after a hyphen or an English possessive, where the word is left."""
    rest = token.removeprefix(word).lower()
    return word if rest in ("'s", *(f"-{clitic}" for clitic in CLITICS)) else token


def compile_rules(codebook: Codebook, languages: Sequence[str] = ()) -> Rules:
    """What do the codebook's indicator phrases match?

    Parameters
    ----------
    languages : those whose phrases are used; all of the codebook where empty

    Returns
    -------
    Rules, sorted by id. Codes that are families or retired have none, nor have phrases of a register in LEFT_OUT.

    Raises
    ------
    CodebookError
        A phrase without a word, a context that is not there, or one word with two roots.
    """
    indicators = [i for code in codebook.in_use for i in code.indicators if i.register not in LEFT_OUT]
    languages = tuple(languages) or tuple(sorted({i.language for i in indicators} | set(codebook.languages)))
    indicators = sorted((i for i in indicators if i.language in languages), key=lambda i: i.rule)
    spelled = {i.rule: spellings(i, codebook) for i in indicators}
    near = {name: _context_phrases(codebook, name, languages) for name in sorted(_contexts_used(indicators, codebook))}
    used: dict[str, set[str]] = {language: set() for language in languages}
    for indicator in indicators:
        used[indicator.language].update(fold(w) for row in spelled[indicator.rule] for w in units_of(row))
    for phrases in near.values():
        for language, row in phrases:
            used[language].update(fold(word) for word in units_of(row))
    roots = {language: _roots(language, used[language], indicators, codebook) for language in languages}
    keys = Keys(roots, codebook.never)
    rows = {name: tuple(_row(keys, lang, "root", words) for lang, words in found) for name, found in near.items()}
    rules = tuple(_rule(i, spelled[i.rule], keys, codebook, near) for i in indicators)
    return Rules(rules, rows, Negation.of(languages, _negators(codebook)), keys)


def _contexts_used(indicators: Iterable[Indicator], codebook: Codebook) -> set[str]:
    for indicator in indicators:
        if indicator.near and indicator.near not in codebook.contexts:
            raise CodebookError(
                f"codebook/codebook.yaml: {indicator.rule}: near names a context (got {indicator.near!r}). "
                "Add it under contexts, or mend it."
            )
    return {indicator.near for indicator in indicators if indicator.near}


def _context_phrases(codebook: Codebook, name: str, languages: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    words = codebook.contexts[name].words
    rows = [
        (language, row)
        for language in languages
        for word in words.get(language, ())
        for row in equal_spellings(tuple(phrase_words(word)), codebook.variants.get(language, ()), "root")
    ]
    return sorted(set(rows))


def _negators(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """The codebook's negators with all their equal spellings."""
    found: dict[str, tuple[str, ...]] = {}
    for language, cues in codebook.negators.items():
        groups = codebook.variants.get(language, ())
        rows = {row for cue in cues for row in equal_spellings(tuple(cue.split()), groups, "surface")}
        found[language] = tuple(sorted(" ".join(row) for row in rows))
    return found


def _roots(language: str, used: set[str], indicators: Iterable[Indicator], codebook: Codebook) -> dict[str, str]:
    """Word -> root for every word of one language: the researcher's, else the proposed one."""
    given = {fold(word): fold(root) for word, root in codebook.roots.get(language, {}).items()}
    for indicator in indicators:
        for word, root in indicator.roots.items() if indicator.language == language else ():
            if given.setdefault(fold(word), fold(root)) != fold(root):
                raise CodebookError(
                    f"codebook/codebook.yaml: {indicator.rule}: a word has one root (got {word!r} -> {root!r} beside "
                    f"{given[fold(word)]!r}). Give it once, under roots."
                )
    known = {word for word in used if is_word(word)} | set(given.values())
    roots = {word: given.get(word) or propose_root(word, language, known) for word in sorted(used)}
    return {**roots, **{word: root for word, root in sorted(given.items()) if word not in roots}}


def _row(keys: Keys, language: str, level: str, words: Iterable[str]) -> tuple[Token, ...]:
    return tuple(tuple(_slot(keys, language, level, unit) for unit in split_hyphens(word)) for word in words)


def _slot(keys: Keys, language: str, level: str, word: str) -> Slot:
    if not is_word(word):
        return Slot(language, "surface", word, "", "")
    form = keys.form(fold(word), language)
    return Slot(language, level, word, form.light, form.root, form.voiced)


def _rule(
    indicator: Indicator,
    spelled: Iterable[tuple[str, ...]],
    keys: Keys,
    codebook: Codebook,
    near: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]],
) -> Rule:
    rows = tuple(dict.fromkeys(_row(keys, indicator.language, indicator.level, words) for words in spelled))
    window = codebook.contexts[indicator.near].window if indicator.near else 0
    decides: dict[str, object] = {
        "language": indicator.language,
        "level": indicator.level,
        "polarity": indicator.polarity,
        "alternatives": sorted([[s.word, s.light, s.root] for token in row for s in token] for row in rows),
        "never": _never_met(indicator, rows, codebook),
    }
    if indicator.near:
        context = [
            (language, row, [keys.form(fold(w), language).root for w in row]) for language, row in near[indicator.near]
        ]
        decides["near"] = [window, context]
    if indicator.polarity in ("drop", "require"):
        decides["negators"] = {language: list(words) for language, words in sorted(_negators(codebook).items())}
    return Rule(
        id=indicator.rule,
        version=sha256(canonical_json(decides))[:8],
        code=indicator.code,
        level=indicator.level,
        polarity=indicator.polarity,
        context=indicator.near,
        window=window,
        alternatives=rows,
    )


def _never_met(indicator: Indicator, rows: Iterable[tuple[Token, ...]], codebook: Codebook) -> list[str]:
    """Words of the never list that would else count for this rule."""
    if indicator.level in ("exact", "surface"):
        return []
    roots = {slot.root for row in rows for token in row for slot in token if slot.root}
    plain = Keys({indicator.language: {root: root for root in sorted(roots)}})
    never = {fold(word) for word in codebook.never.get(indicator.language, ())}
    return sorted(
        word for word in never if indicator.language in INDONESIAN and plain.form(word, indicator.language).root
    )
