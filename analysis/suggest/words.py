"""Where does a word begin and end? A small tokenizer for speech and law in any language with spaces.

Hyphens never split, so that reduplication, affixes and clitics after a hyphen stay with their word; abbreviations with
dots stay whole; everything else that is no letter, mark or digit stands alone. Tokenizing loses no character.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

CACHE_SIZE = 5_000_000
"""Word shapes that the tokenizer remembers; the default of 10,000 is below what one study needs."""


def listed(text: str) -> tuple[str, ...]:
    """The words of a list that is written as running text."""
    return tuple(text.split())


ABBREVIATIONS = frozenset(
    listed(
        "al apt art bpk capt cf cq co col dept dkk dll dr dra drg drh drs dsb dst ed eds etc fig gen gov h hal "
        "hj hlm inc ir jl jln jo jr jend kab kapt kec kel kol let lt ltd m mr mrs ms no nos ny pp ps prof prov psl reg "
        "rep rev sdr sdri sen sgt sr st tgl tn tsb ttd vol vs yth"
    )
)
"""Words that are written with a dot and do not end a sentence by it, lower case."""
NUMBERED = frozenset(listed("al art ed fig gen hal hlm let no nos pp psl vol"))
"""Those of them that are words of their own unless a number follows."""

CLITICS = ("nya", "ku", "mu", "lah", "kah", "pun")
"""What may follow a word after a hyphen and belongs to it (SKP-nya)."""
ATTACHED = ("di", "ke", "se", "nge", "ng", "ber", "ter", "me", "men", "mem", "meng", "pe", "per")
"""What may stand before a word and a hyphen and belongs to it (di-training)."""

_FOLDS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'", "\u00ad": None, "\u200b": None})
_DOTTED = r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,5}\.?"
_NUMBER = r"[+-]?\d+(?:[.,:]\d+)*"


def tidy(word: str) -> str:
    """The word as written, with one kind of hyphen and apostrophe and without the dot of an abbreviation."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word).translate(_FOLDS)
    return word.rstrip(".") or word


def fold(word: str) -> str:
    """The word in lower case, tidied: the form in which spellings are compared."""
    return tidy(word).lower()


def is_word(token: str) -> bool:
    """Whether the token holds a letter or a digit."""
    return any(map(str.isalnum, token))


def join_attached(parts: list[str]) -> list[str]:
    """Parts between hyphens, with clitics and attached prefixes put back to their word.

    A word said twice (`pegawai-pegawainya`) is one part as well.
    """
    joined: list[str] = []
    for part in parts:
        before = joined[-1].lower() if joined else ""
        small = part.lower()
        if before and (small in CLITICS or before in ATTACHED or _twice(before, small)):
            joined[-1] += f"-{part}"
        else:
            joined.append(part)
    return joined


def split_hyphens(word: str) -> list[str]:
    """The words of a compound (`merit-based`); one for a word with clitics, affixes or reduplication."""
    if "-" not in word:
        return [word]
    return join_attached([part for part in word.split("-") if part]) or [word]


def _twice(left: str, right: str) -> bool:
    if "-" in left or min(len(left), len(right)) < 3:
        return False
    return left == right or min(len(left), len(right)) > 3 and (left[-4:] in right or right[:4] in left)


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """The tokenizer over `vocab`: no special cases (they switch its cache off), one large cache."""
    symbol = _symbols()
    short = "|".join(sorted(ABBREVIATIONS))
    whole = re.compile(rf"(?:(?:{short})\.|{_DOTTED}|{_NUMBER})\Z", re.IGNORECASE)
    prefix = re.compile(rf"\.{{2,}}|[{symbol}.,'\-]")
    suffix = re.compile(rf"(?:\.{{2,}}|[{symbol}.,'\-])\Z")
    infix = re.compile(rf"\.{{2,}}|--+|[{symbol}]|(?<=[^\W\d_]),(?=\w)|(?<=[a-z])\.(?=[A-Z])")
    return Tokenizer(
        vocab,
        prefix_search=prefix.match,
        suffix_search=suffix.search,
        infix_finditer=infix.finditer,
        token_match=whole.match,
        max_cache_size=CACHE_SIZE,
    )


@cache
def _symbols() -> str:
    """A character class of punctuation and symbols, without dot, comma, apostrophe and the hyphens."""
    inside = set(".,'-\u2010\u2011\u2019\u02bc")
    kinds = ("P", "S")
    found = [
        code
        for code in (*range(0x3000), *range(0x3000, 0x3100), *range(0xFE00, 0x10000), *range(0x1F000, 0x1FB00))
        if chr(code) not in inside and unicodedata.category(chr(code)).startswith(kinds)
    ]
    found += [0x200D, 0xFE0F, 0x2019]
    return "".join(_ranges(sorted(set(found) - {0x2019})))


def _ranges(codes: list[int]) -> list[str]:
    """Code points as ranges of a character class."""
    out: list[str] = []
    start = last = codes[0]
    for code in [*codes[1:], sys.maxunicode + 2]:
        if code != last + 1:
            out.append(f"\\U{start:08x}-\\U{last:08x}")
            start = code
        last = code
    return out
