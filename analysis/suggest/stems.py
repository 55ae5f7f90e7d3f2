"""Which words count as forms of a codebook's words? One key per word, closed over the codebook.

A word of the text gets a key only where it can be derived from a word of the codebook, in any of its languages; so one
set of keys serves sentences that mix languages (`di-training`, `skill-nya`). Indonesian goes by affixes, English and
the other languages by the Snowball stems; where there is no stemmer, only the word itself counts.

Source: Snowball (Porter 2001, snowballstem.org), package snowballstemmer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import snowballstemmer

from analysis.suggest.indonesian import NEVER, candidates, without_clitics
from analysis.suggest.proposals import propose_root as _propose_indonesian
from analysis.suggest.words import fold, split_hyphens

INDONESIAN = ("id", "ms")
SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Language code -> name of the Snowball algorithm."""

MARK = "\ue000"
"""Opens every key, so that a key is never taken for a word."""


@cache
def _stemmer(language: str) -> snowballstemmer.StemmerBase | None:
    name = SNOWBALL.get(language.split("-")[0].lower(), "")
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


def stem(word: str, language: str) -> str:
    """The Snowball stem of a word in lower case; the word itself where the language has no stemmer."""
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


def propose_root(word: str, language: str, known: Collection[str] = ()) -> str:
    """Which root should stand for an indicator word, unless the codebook says otherwise?

    Parameters
    ----------
    word : as in the phrase
    known : other words of the codebook in that language, lower case; Indonesian prefers one of them as the base
    """
    word = fold(word)
    if any(map(str.isdigit, word)):
        return word
    return _propose_indonesian(word, known) if language in INDONESIAN else stem(word, language)


def light_english(word: str) -> str:
    """An English word without -s, -ed, -ing and 's: its inflection, not its derivation."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return f"{word[:-3]}i"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest) and not rest.endswith("e"):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    if len(word) > 3 and word.endswith("y"):
        return f"{word[:-1]}i"
    return word.removesuffix("e") if len(word) > 3 else word


@dataclass(frozen=True, slots=True)
class Form:
    """What a word is a form of in one language: by inflection alone, and by any affix. Empty: of nothing here.

    `voiced` tells a verb (ditempatkan) from the bare base that it is made of (tempat).
    """

    light: str = ""
    root: str = ""
    voiced: bool = False


_NOTHING = Form()


@dataclass
class Keys:
    """The closed set of words that a codebook knows, and the forms and keys that follow from it.

    Parameters
    ----------
    roots : language -> word (lower case) -> its root; every word that any rule uses
    never : language -> words that are forms of nothing but themselves
    """

    roots: Mapping[str, Mapping[str, str]]
    never: Mapping[str, Collection[str]] = field(default_factory=dict)
    compounds: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.languages: tuple[str, ...] = tuple(self.roots)
        self._anchors: dict[str, dict[str, str]] = {}
        self._lights: dict[str, dict[str, str]] = {}
        self._forms: dict[str, dict[str, Form]] = {language: {} for language in self.languages}
        self._malay = any(language in INDONESIAN for language in self.languages)
        for language, words in self.roots.items():
            self._close(language, words)
        self._heads = {
            language: {head for stem in self._anchors[language] for head in (stem[:2], stem[:3].replace("y", "i"))}
            for language in self.languages
        }
        self._classes = self._merge()

    def _close(self, language: str, words: Mapping[str, str]) -> None:
        """Make the tables of accepted bases of one language."""
        anchors, lights = dict(words), {}
        for word, root in words.items():
            light = self.light(word, language)
            lights[word] = light
            anchors.setdefault(light, root)
        for light in set(lights.values()):
            lights.setdefault(light, light)
        for word, root in words.items():
            anchors.setdefault(root, root)
            if language not in INDONESIAN:
                anchors.setdefault(stem(word, language), root)
        for word in self._blocked(language):
            if word not in words:
                anchors[word] = lights[word] = ""
        self._anchors[language], self._lights[language] = anchors, lights

    def _blocked(self, language: str) -> set[str]:
        built_in = NEVER if language in INDONESIAN else ()
        return {fold(word) for word in (*self.never.get(language, ()), *built_in)}

    def light(self, word: str, language: str) -> str:
        """The base that all inflected forms of an indicator word share."""
        word = fold(word)
        if language == "en":
            return light_english(word)
        if language not in INDONESIAN:
            return stem(word, language)
        root = self.roots[language].get(word, word)
        if word.startswith("ter") or "-" in word or root == word:
            return word
        verb = word.startswith(("di", "m", "n"))
        shorter = candidates(word, voice=True) if verb else without_clitics(word)
        bases = [base for base in shorter if base == root or root in candidates(base)]
        return min(bases, key=lambda base: (len(base), base), default=word)

    def form(self, word: str, language: str) -> Form:
        """What the word (lower case) is a form of in that language."""
        known = self._forms[language]
        form = known.get(word)
        if form is None:
            form = known[word] = self._analyse(word, language)
        return form

    def _analyse(self, word: str, language: str) -> Form:
        anchors, lights = self._anchors[language], self._lights[language]
        if language in INDONESIAN:
            root = _longest(_bases(word) & anchors.keys(), anchors)
            if not root:
                return _NOTHING
            light = _longest(candidates(word, voice=True) & lights.keys(), lights)
            return Form(light, root, bool(light) and light not in without_clitics(word))
        form = self._analyse_stem(word, language)
        if form is _NOTHING and self._malay and word not in anchors:
            ours = self.roots[language].keys()
            dressed = _bases(word) & ours and candidates(word, voice=True) & ours
            if dressed:
                form = self._analyse_stem(max(dressed, key=lambda base: (len(base), base)), language)
        return form

    def _analyse_stem(self, word: str, language: str) -> Form:
        anchors, lights = self._anchors[language], self._lights[language]
        if word in anchors:
            root = anchors[word]
        elif language == "en" and not self._heads[language].issuperset(_heads(word)):
            return _NOTHING
        else:
            root = anchors.get(stem(word, language), "")
        if not root:
            return _NOTHING
        light = lights.get(word) or lights.get(light_english(word) if language == "en" else stem(word, language), "")
        return Form(light, root)

    def _merge(self) -> dict[tuple[str, str], str]:
        """Roots of different languages that one indicator word reaches are one class: (language, root) -> key."""
        parent: dict[tuple[str, str], tuple[str, str]] = {}

        def top(node: tuple[str, str]) -> tuple[str, str]:
            while parent.setdefault(node, node) != node:
                node = parent[node]
            return node

        for language, words in self.roots.items():
            for word, root in words.items():
                for node in self._nodes(word):
                    ends = sorted((top((language, root)), top(node)))
                    parent[ends[1]] = ends[0]
        return {node: f"{MARK}{'/'.join(top(node))}" for node in sorted(parent)}

    def _nodes(self, word: str) -> list[tuple[str, str]]:
        found = ((language, self.form(word, language).root) for language in self.languages)
        return [(language, root) for language, root in found if root]

    def key(self, token: str) -> str:
        """The key of a token as written: equal for all forms of one root, else the word in lower case."""
        if token.startswith(MARK):
            return token
        if token.isspace():
            return " "
        word = fold(token)
        if "-" in word and self.compounds:
            parts = split_hyphens(word)
            keys = tuple(map(self.key, parts)) if len(parts) > 1 else ()
            if keys in self.compounds:
                return compound_key(keys)
        nodes = self._nodes(word)
        if not nodes:
            return word
        order = self.languages.index
        return self._classes[max(nodes, key=lambda node: (len(node[1]), -order(node[0])))]


def compound_key(keys: Sequence[str]) -> str:
    """The key of words joined by hyphens."""
    return MARK + "-".join(keys)


def _longest(bases: Iterable[str], table: Mapping[str, str]) -> str:
    """What the longest accepted base stands for."""
    best = max(bases, key=lambda base: (len(base), base), default="")
    return table[best] if best else ""


def _heads(word: str) -> tuple[str, ...]:
    """Letters that an English word shares with its stem: long words three, short ones two, `dying` but one."""
    if len(word) > 5:
        return (word[:3].replace("y", "i"),)
    return (word[:2],) if word[1:2] != "y" else ()


@lru_cache(maxsize=16)
def _bases(word: str) -> frozenset[str]:
    """The candidates of a word, kept while the languages take their turn with it."""
    return frozenset(candidates(word))
