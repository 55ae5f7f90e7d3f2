"""From which words can an Indonesian word be derived? Affixes taken off by rule, without a dictionary.

`candidates` lists every base that the rules allow; the caller accepts one only if it is a word of the codebook.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.suggest.words import listed

PARTICLES = ("lah", "kah", "pun")
POSSESSIVES = ("nya", "ku", "mu")
VOICE_SUFFIXES = ("kan", "i", "in")
SUFFIXES = ("kan", "an", "i", "in")
SHORTEST = 3
"""No base is shorter than this, except before a hyphen (SK-nya)."""

NEVER = frozenset(listed("berangkat beruang desain menteri nelayan pelangi peluang perangkat permutasi"))
"""Words that look derived and are not; a codebook adds its own."""

VOWELS = "aeiou"


def candidates(word: str, *, voice: bool = False) -> set[str]:
    """Every base from which `word` may come by affixes, itself included.

    Parameters
    ----------
    word : lower case
    voice : only particles, possessives, voice (di-, meN-, ter-, spoken ng-, ny-, n-) and -kan, -i, -in
    """
    found: set[str] = set()
    for stem, suffix in _without_endings(word, VOICE_SUFFIXES if voice else SUFFIXES):
        if suffix != "i":  # -i alone makes no form: suksesi is not sukses
            found.add(stem)
        found.update(_without_beginnings(stem, suffix == "in", 1 if voice else 3, voice))
    if "-" in word:
        found |= said_twice(word, voice)
    return found


def without_clitics(word: str) -> set[str]:
    """The word, and what is left without particles, possessives and repetition."""
    return {stem for stem, _ in _without_endings(word, ())} | {word.partition("-")[0]}


def said_twice(word: str, voice: bool) -> set[str]:
    """Bases that both halves of a reduplication share."""
    left, _, right = word.partition("-")
    if "-" in right:
        right = right.replace("-", "", 1) if right.rpartition("-")[2] in (*PARTICLES, *POSSESSIVES) else ""
    if min(len(left), len(right)) < SHORTEST:
        return set()
    if left == right:
        return {left}
    return {base for base in candidates(left, voice=voice) & candidates(right, voice=voice) if "-" not in base}


def _without_endings(word: str, suffixes: Collection[str]) -> Iterator[tuple[str, str]]:
    """The word, without particle, then possessive, then suffix; and which suffix it was."""
    stems = [word]
    if word.endswith("2"):
        stems.append(word[:-1])
    for endings in (PARTICLES, POSSESSIVES):
        for stem in list(stems):
            for ending in endings:
                if stem.endswith(ending):
                    rest = stem[: -len(ending)]
                    if rest.endswith("-") and len(rest) > 1:
                        stems.append(rest[:-1])
                    elif len(rest) >= SHORTEST:
                        stems.append(rest.removesuffix("2"))
    for stem in stems:
        yield stem, ""
        for suffix in suffixes:
            if stem.endswith(suffix) and len(stem) - len(suffix) >= SHORTEST:
                yield stem[: -len(suffix)].removesuffix("-"), suffix


def _without_beginnings(stem: str, spoken: bool, depth: int, voice: bool) -> set[str]:
    """Bases left after one to `depth` prefixes."""
    found: set[str] = set()
    edge = {stem}
    for layer in range(depth):
        edge = {base for old in edge for base in _without_one(old, spoken, voice, layer) if len(base) >= SHORTEST}
        edge -= found
        found |= edge
    return found


def _without_one(stem: str, spoken: bool, voice: bool, layer: int) -> Iterator[str]:
    """Bases left after one prefix, with the consonant that a nasal swallowed given back. Spoken nasals stand first."""
    first = stem[:1]
    if first == "d" and stem.startswith("di"):
        yield stem[2:].removeprefix("-")
    elif first == "m":
        if stem.startswith("me"):
            yield from after_nasal(stem[2:])
        elif spoken and layer == 0 and stem[1:2] in VOWELS:
            yield f"p{stem[1:]}"
    elif first == "n" and layer == 0:
        yield from _after_spoken_nasal(stem)
    elif first == "t" and stem.startswith("ter"):
        yield stem[3:].removeprefix("-")
        yield f"r{stem[3:]}"
    elif not voice:
        yield from _without_noun_prefix(stem, first)


def _without_noun_prefix(stem: str, first: str) -> Iterator[str]:
    if first == "k" and stem.startswith("ke") or first == "s" and stem.startswith("se"):
        yield stem[2:].removeprefix("-")
    elif first == "b" and stem.startswith("be"):
        if stem[2:3] == "r":
            yield stem[3:].removeprefix("-")
        if stem[2:3] == "r" or stem[3:5] == "er" or stem.startswith("belajar"):
            yield stem[3 if stem.startswith("bel") else 2 :]
    elif first == "p" and stem.startswith("pe"):
        if stem[2:3] == "r":
            yield stem[3:].removeprefix("-")
        if stem.startswith("pelajar"):
            yield stem[3:]
        if stem[2:3] not in VOWELS:
            yield stem[2:].removeprefix("-")
        yield from after_nasal(stem[2:])


def after_nasal(rest: str) -> Iterator[str]:
    """What may follow me- or pe-: m+b/f/v/p, n+d/c/j/t/z/s, ny+vowel (s), ng+vowel/g/h/k, nge-, or l r w y m n bare."""
    bare = rest.removeprefix("-")
    if bare[:1] in ("l", "r", "w", "y", "m", "n") or bare != rest:
        yield bare
    if rest.startswith("ny"):
        yield f"s{rest[2:]}"
    elif rest.startswith("ng"):
        tail = rest[2:].removeprefix("-")
        yield tail
        if tail[:1] in VOWELS:
            yield f"k{tail}"
        if tail.startswith("e"):
            yield tail[1:].removeprefix("-")
    elif rest[:1] in ("m", "n"):
        tail = rest[1:].removeprefix("-")
        if tail[:1] in VOWELS:
            yield ("p" if rest[0] == "m" else "t") + tail
        else:
            yield tail


def _after_spoken_nasal(stem: str) -> Iterator[str]:
    """Spoken ng-, nge-, ny-, n-: ngurus, ngerolling, nyari, nunggu."""
    if stem.startswith("ng"):
        tail = stem[2:].removeprefix("-")
        yield tail
        if tail[:1] in VOWELS:
            yield f"k{tail}"
        if tail.startswith("e"):
            yield tail[1:].removeprefix("-")
    elif stem.startswith("ny"):
        yield f"s{stem[2:]}"
        yield f"c{stem[2:]}"
    elif stem[1:2] in VOWELS:
        yield f"t{stem[1:]}"
    elif stem[1:2] in ("d", "j", "c", "t"):
        yield stem[1:]
