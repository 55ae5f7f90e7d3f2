"""How are the words of triangulation said to readers, in English and Indonesian?

Frames hold the words of the program; whoever prints or draws them takes the reader's words from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from analysis.model import Words, words_in

WORDS: Mapping[str, Words] = {
    "agreement": {"en": "agreement", "id": "sepakat"},
    "partial": {"en": "partial agreement", "id": "sepakat sebagian"},
    "silence": {"en": "silence", "id": "salah satu diam"},
    "dissonance": {"en": "dissonance", "id": "tidak selaras"},
    "no data": {"en": "no data", "id": "tidak ada data"},
    "contradiction": {"en": "contradiction", "id": "bertentangan"},
    "asked_but_silent": {"en": "asked and silent", "id": "ditanya tetapi diam"},
    "not_asked": {"en": "not asked", "id": "tidak ditanya"},
    "not_coded": {"en": "not coded yet", "id": "belum dikode"},
    "cannot_know": {"en": "cannot know", "id": "tidak mungkin tahu"},
    "expected": {"en": "expected", "id": "sudah diduga"},
    "surprising": {"en": "surprising", "id": "di luar dugaan"},
    "explained": {"en": "explained", "id": "dijelaskan"},
    "scoped": {"en": "holds for a part", "id": "dibatasi lingkupnya"},
    "left open": {"en": "left open", "id": "dibiarkan terbuka"},
    "rule": {"en": "by rule", "id": "menurut aturan"},
    "decided": {"en": "decided by a person", "id": "diputuskan peneliti"},
    "readers differ": {"en": "readers differ", "id": "pembaca berbeda pendapat"},
    "supports": {"en": "supports", "id": "mendukung"},
    "contradicts": {"en": "contradicts", "id": "menyanggah"},
    "raises": {"en": "speaks of it, takes no side", "id": "membahas tanpa memihak"},
    "states a norm": {"en": "states a norm", "id": "menetapkan norma"},
    "silent": {"en": "silent", "id": "diam"},
    "outside the frame": {"en": "outside the legal frame", "id": "di luar kerangka hukum"},
    "extends": {"en": "adds to it", "id": "menambahkan"},
    "law": {"en": "what law says", "id": "menurut peraturan"},
    "literature": {"en": "what literature says", "id": "menurut literatur"},
    "said_norm": {"en": "what people say the rule is", "id": "aturan menurut narasumber"},
    "practice": {"en": "what people say happens", "id": "praktik menurut narasumber"},
    "wish": {"en": "what people wish", "id": "harapan narasumber"},
    "unmarked": {"en": "what people say", "id": "menurut narasumber"},
    "confirmed": {"en": "confirmed", "id": "terbukti"},
    "partly": {"en": "partly confirmed", "id": "terbukti sebagian"},
    "contradicted": {"en": "contradicted", "id": "terbantah"},
    "unforeseen": {"en": "foreseen by no proposition", "id": "tidak diduga proposisi mana pun"},
    "opposite": {"en": "methods disagree", "id": "metode saling bertentangan"},
    "not opposite": {"en": "methods do not disagree", "id": "metode tidak bertentangan"},
    "not comparable": {"en": "one method only", "id": "hanya satu metode"},
    "confirms": {"en": "confirms", "id": "membenarkan"},
    "confirms_with_change": {"en": "confirms with a change", "id": "membenarkan dengan perubahan"},
    "disputes": {"en": "disputes", "id": "membantah"},
    "cannot_judge": {"en": "cannot judge", "id": "tidak dapat menilai"},
    "revised": {"en": "claim revised", "id": "pernyataan direvisi"},
    "kept": {"en": "kept, with a reason", "id": "dipertahankan dengan alasan"},
    "participant": {"en": "participant", "id": "partisipan"},
    "insider": {"en": "insider", "id": "orang dalam"},
    "focus_group": {"en": "focus group", "id": "diskusi kelompok terarah"},
    "specialist": {"en": "outside specialist", "id": "pakar dari luar"},
    "verified": {"en": "read", "id": "sudah dibaca"},
    "secondary": {"en": "described by others", "id": "dari sumber sekunder"},
    "recalled": {"en": "recalled, not checked", "id": "dari ingatan, belum diperiksa"},
}


def say(word: str, language: str = "en") -> str:
    """The reader's words for a word of the program; the word itself where there are none."""
    return words_in(WORDS.get(word, {"en": word}), language)
