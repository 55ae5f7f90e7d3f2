"""Is what was found denied? A window of words before the hit, within its clause.

The finding is a flag on a suggestion, no verdict: in qualitative work "no training yet" still speaks of training.

Source: the window of NegEx (Chapman et al. 2001, Journal of Biomedical Informatics 34(5)), shortened to speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.suggest.words import fold, is_word

WINDOW = 4
"""Words before a hit among which a negator counts."""
WINDOW_AFTER = 2
"""Words after a hit among which a post-posed negator counts."""

NEGATORS: Mapping[str, tuple[str, ...]] = {
    "de": ("nicht", "kein", "keine", "keinen", "nie", "ohne"),
    "en": (
        "not", "no", "never", "without", "lack of", "hardly", "neither", "nor", "none", "nobody", "cannot", "don't",
        "doesn't", "didn't", "isn't", "aren't", "wasn't", "weren't", "can't", "couldn't", "won't", "wouldn't",
        "hasn't", "haven't", "hadn't", "shouldn't",
    ),
    "es": ("no", "nunca", "jamás", "sin", "ningún", "ninguna", "tampoco", "falta de"),
    "fr": ("pas", "jamais", "sans", "aucun", "aucune"),
    "id": ("tidak", "tak", "enggak", "nggak", "gak", "ndak", "tdk", "belum", "bukan", "kurang", "jarang", "tanpa",
           "minim", "jangan"),
    "pt": ("não", "nunca", "sem", "nenhum", "nenhuma"),
}  # fmt: skip
"""Used for a language whose codebook names no negators."""

CONTRACTED = tuple(word for word in NEGATORS["en"] if "'" in word)
"""English contractions count wherever `not` does."""

CANCELLED = {
    "de": ("nicht nur",),
    "en": ("not only", "not just", "not merely"),
    "es": ("no solo", "no sólo", "no solamente"),
    "fr": ("pas seulement",),
    "id": ("tidak hanya", "tidak cuma", "tidak sekadar", "bukan hanya", "bukan cuma", "bukan sekadar", "bukan saja",
           "nggak cuma", "nggak hanya", "enggak cuma", "enggak hanya", "gak cuma", "gak hanya", "ndak cuma",
           "kurang lebih"),
    "pt": ("não só", "não apenas"),
}  # fmt: skip
"""Negators with a word after them that takes the denial back."""

CLAUSE = {
    "de": ("aber", "sondern", "doch"),
    "en": ("but", "however", "although", "though", "whereas", "yet"),
    "es": ("pero", "sino", "aunque"),
    "fr": ("mais", "cependant"),
    "id": ("tapi", "tetapi", "namun", "melainkan", "padahal", "sedangkan", "walaupun", "meskipun"),
    "pt": ("mas", "porém", "embora"),
}
"""Words at which a clause, and so the reach of a negator, ends."""

AFTER = {"id": ("kurang",)}
"""Negators that may follow what they deny."""

_QUOTES = frozenset("'\"“”„«»‘’*_`")


@dataclass(frozen=True)
class Negation:
    """The lists of all languages of a codebook, in lower case, as tuples of words."""

    cues: frozenset[tuple[str, ...]]
    cancelled: frozenset[tuple[str, ...]]
    stops: frozenset[str]
    after: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[str], negators: Mapping[str, Sequence[str]]) -> Negation:
        """The lists for these languages, with the codebook's negators where it names some."""
        languages = tuple(languages)
        cues = {cue for language in languages for cue in negators.get(language) or NEGATORS.get(language, ())}
        if "not" in cues:
            cues.update(CONTRACTED)
        return cls(
            frozenset(_words(cue) for cue in cues),
            frozenset(_words(cue) for language in languages for cue in CANCELLED.get(language, ())),
            frozenset(word for language in languages for word in CLAUSE.get(language, ())),
            frozenset(word for language in languages for word in AFTER.get(language, ())),
        )

    def denies(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the tokens before (in reading order) or after a hit deny it."""
        left = self._reach(reversed(before), WINDOW)[::-1]
        if any(self._cue_at(left, at) for at in range(len(left))):
            return True
        right = self._reach(after, WINDOW_AFTER + 1)
        return any(
            word in self.after and not self._at(right, at, self.cancelled)
            for at, word in enumerate(right[:WINDOW_AFTER])
        )

    def _cue_at(self, words: Sequence[str], at: int) -> bool:
        return self._at(words, at, self.cues) and not self._at(words, at, self.cancelled)

    @staticmethod
    def _at(words: Sequence[str], at: int, phrases: frozenset[tuple[str, ...]]) -> bool:
        return any(tuple(words[at : at + n]) in phrases for n in (1, 2, 3))

    def _reach(self, tokens: Iterable[str], most: int) -> list[str]:
        """The words up to the end of the clause, nearest first, at most so many."""
        words: list[str] = []
        for token in tokens:
            if token in _QUOTES or token.isspace():
                continue
            word = fold(token)
            if not is_word(token) or token.endswith(".") or word in self.stops:
                break
            words.append(_bare(word))
            if len(words) == most:
                break
        return words


def _bare(word: str) -> str:
    """A negator without a particle of emphasis (tidaklah, bukanlah)."""
    return word.removesuffix("lah") if word.endswith(("klah", "mlah", "nlah")) else word


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in phrase.split())
