"""Which root should stand for an Indonesian indicator word? The most likely one, which a researcher may override.

There is no dictionary behind this: sound rules, and short lists of common words whose first consonant a nasal prefix
hides or whose ending only looks like a suffix.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from analysis.suggest.indonesian import (
    NEVER,
    PARTICLES,
    POSSESSIVES,
    SHORTEST,
    VOWELS,
    after_nasal,
    candidates,
    said_twice,
)
from analysis.suggest.words import listed

_KEEP = frozenset(
    listed(
        "badan bahan berani berapa berita dengan dialog didik digital digitalisasi dimensi dinamika dinamis "
        "direksi direktur disiplin divisi ikan jabatan lapangan makan media mengapa organ pedoman pegawai pejabat "
        "pemerintah pengadilan pengaruh pensiun penting peran percuma perempuan pesan saran selatan "
        "sembilan tahun tangan teladan teman terampil terima transparan tujuan ujian urusan"
    )
)
"""Words that `propose_root` leaves whole."""
_SMALL = ("akan", "dalam", "dari", "jangan", "pada", "untuk", "yang")
"""Words that are never taken for the root of another."""
_N = ("nilai", "naik", "nama", "nanti", "nikah", "nasihat", "netral", "nonaktif")
_M = ("maju", "mutasi", "minat", "masuk", "mulai", "milik", "muat", "main", "mohon", "maaf", "makna", "motivasi")
_R = ("rencana", "rekrut", "rasa", "ramal", "rintis", "ringan", "rusak")
_NY = ("nyata", "nyanyi", "nyaman", "nyala")
_K = listed(
    "kaca kait kaji kandung kantor kawal kaya kecil kejar kelola kelompok kembali kembang kemuka kena "
    "kenal kendali kendara kerah kerja kirim kontrak koreksi kosong kuasa kuat kuliah kumpul kunci "
    "kunjung kurang kursus kutip"
)
_LOAN_END = re.compile(r"(?:[tvlknrcdgzs]asi|nsi|isi|usi|eksi|psi|gi|fi)$")


def propose_root(word: str, known: Collection[str] = ()) -> str:
    """Which root would a person most likely name for this word?

    Parameters
    ----------
    word : lower case
    known : other words of the codebook; the shortest of them from which the word may come is taken first

    Returns
    -------
    The root, or the word itself where no rule is safe enough.
    """
    if word in NEVER:
        return word
    if word in _KEEP:
        return word
    bases = [base for base in candidates(word) if base != word and base in known and base not in (*NEVER, *_SMALL)]
    if bases:
        return propose_root(min(bases, key=lambda base: (len(base), base)), known)
    for _ in range(3):
        shorter = _peel(word)  # one layer at a time
        if shorter == word:
            break
        word = shorter
    return word


def _peel(word: str) -> str:
    """One layer of affixes off: clitic, circumfix, voice, ber-/ter-, or a bare -an."""
    left, hyphen, right = word.partition("-")
    if hyphen:
        if right in (*PARTICLES, *POSSESSIVES) or left in ("di", "ke", "se", "nge"):
            return left if right in (*PARTICLES, *POSSESSIVES) else right
        shared = {base for base in said_twice(word, False) if _long_enough(base)}
        return max(shared, key=lambda base: (len(base), base)) if shared else word
    if word in _KEEP:
        return word
    if word.endswith("nya") and _long_enough(word[:-3]):
        return word[:-3]
    for rest in _peeled(word):
        if _long_enough(rest):
            return rest
    return word


def _peeled(word: str) -> Iterator[str]:
    """Bases in the order in which they are believed."""
    if word.startswith(("ke", "pe")) and word.endswith("an"):
        yield from _noun_base(word[:-2])
    if word.startswith(("di", "me", "ng", "ny")):
        for stem in _without_verb_ending(word):
            if stem.startswith("di"):
                yield stem[2:] if not re.match(r"di(?:s[^aeiouy]|per)", stem) else ""
                yield stem[5:] if stem.startswith("diper") else ""
            else:
                yield _most_likely(stem[2:] if stem.startswith("me") else stem)
    if word.startswith(("ber", "ter")):
        stem = word.removesuffix("kan")
        yield _r_base(stem)
        yield stem[3:]
    if re.match(r"pe(?:m|n|l[ao])", word):
        yield _most_likely(word[2:])
    if word.endswith("an") and not word.endswith("kan"):
        yield word[:-2]


def _noun_base(stem: str) -> Iterator[str]:
    if stem.startswith("ke"):
        yield stem[2:]
    elif stem.startswith(("pelajar", "pembelajar")):
        yield "ajar"
    elif stem.startswith("per"):
        yield _r_base(stem)
        yield stem[3:]
    else:
        yield _most_likely(stem[2:])


def _r_base(stem: str) -> str:
    return stem[2:] if stem[2:].startswith(_R) else ""


def _without_verb_ending(word: str) -> Iterator[str]:
    if word.endswith(("kan", "in")):
        yield word.removesuffix("kan") if word.endswith("kan") else word[:-2]
    elif re.search(r"(?:[^aeiou]|u|uasa)i$", word) and not _LOAN_END.search(word):
        yield word[:-1]
    yield word


def _most_likely(rest: str) -> str:
    """The base after me- or pe- that short lists and the sound rules make most likely."""
    if "pelajar" in rest:
        return "ajar"
    if rest.startswith(("per", "mper")):
        return rest.removeprefix("m")[3:]
    if rest.startswith(_NY) or rest.startswith((*_N, *_M)):
        return rest
    bases = [base for base in after_nasal(rest) if base]
    if rest.startswith("ng"):
        in_k = [base for base in bases if base.startswith(_K)]
        return in_k[0] if in_k else rest[2:]
    swallowed = [base for base in bases if base[:1] in "pts" and base[1:] == rest[2 if rest[:2] == "ny" else 1 :]]
    if swallowed:
        return swallowed[0]
    if rest[:1] in ("m", "n") and rest[1:2] not in VOWELS:
        return "" if rest[:2] == "nt" else rest[1:]
    return rest


def _long_enough(base: str) -> bool:
    """Two syllables and four letters, or a short word that begins with a vowel (ada, uji)."""
    return len(re.findall(r"[aeiou]", base)) >= 2 and (
        len(base) >= 4 or base[:1] in tuple(VOWELS) and len(base) == SHORTEST
    )
