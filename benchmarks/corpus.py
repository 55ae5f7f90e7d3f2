"""A corpus of any size: transcripts generated from a number, always the same ones."""

import random

from analysis.codebook import Codebook
from analysis.model import Code, Indicator
from analysis.sources.text import write_source

SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstwy" for vowel in "aiu"]
PHRASES_PER_CODE = 20
CODES = 50
TURNS = 90
WORDS_PER_TURN = 33


def words(count: int, rng: random.Random) -> list[str]:
    """So many made-up words of two to four syllables."""
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(count)]


def vocabulary(size: int = 30_000) -> list[str]:
    """The words of the language in which all transcripts are written."""
    return words(size, random.Random(1))


def codebook(lexicon: list[str]) -> Codebook:
    """A codebook of 50 codes with 20 phrases of one to three words each."""
    rng = random.Random(2)
    codes = {}
    for number in range(CODES):
        code = f"C{number:02d}"
        phrases = [" ".join(rng.choices(lexicon[:3000], k=rng.randint(1, 3))) for _ in range(PHRASES_PER_CODE)]
        indicators = tuple(
            Indicator(code, "id", phrase, "root" if " " in phrase else "inflected") for phrase in dict.fromkeys(phrases)
        )
        codes[code] = Code(id=code, indicators=indicators)
    return Codebook(codes=codes, languages=("id",))


def transcript(number: int, lexicon: list[str], book: Codebook) -> str:
    """The transcript with this number: some 3,000 words, a planted phrase in most turns."""
    rng = random.Random(1000 + number)
    phrases = [indicator.phrase for code in book.codes.values() for indicator in code.indicators]
    passages = []
    for turn in range(TURNS):
        text = rng.choices(lexicon, k=WORDS_PER_TURN)
        text.insert(rng.randrange(len(text)), rng.choice(phrases))
        speaker = "INT" if turn % 3 == 0 else "P01"
        passages.append((speaker, " ".join(text).capitalize() + ".", "", ""))
    name = f"G{number:04d}"
    meta = {
        "id": name,
        "kind": "interview",
        "speakers": {"INT": "interviewer", "P01": "respondent"},
        "date": "2024-01-01",
        "language": "id",
        "provenance": "constructed",
    }
    return write_source(meta, passages)
