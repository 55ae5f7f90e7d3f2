"""What are statuses, numbers and strengths called on a figure, in each language?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "observed": "observed in the material",
        "assembled": "assembled from different sources",
        "contested": "contested: sources speak against it",
        "faint": "below the rule for keeping",
        "law": "rests on law alone",
        "theory": "rests on theory alone",
        "proposal": "proposed by the authors",
        "none": "no evidence found",
        "short observed": "observed",
        "short assembled": "assembled",
        "short contested": "contested",
        "short faint": "below the rule",
        "short law": "law alone",
        "short theory": "theory alone",
        "short proposal": "authors' proposal",
        "short none": "no evidence",
        "short bar": "works against",
        "tag law": "law",
        "tag theory": "theory",
        "tag proposal": "proposal",
        "tag none": "no evidence",
        "bar": "hinders or contradicts",
        "persons": "person|persons|p|p",
        "groups": "group|groups|groups|gr",
        "documents": "provision|provisions|provisions|prov",
        "opposers": "against|against|against|against",
        "short": "p = persons, against = sources against",
        "shorter": "p = persons, gr = groups, prov = provisions, against = sources against",
        "numbers": "9 · 3 · 17 · 2 = persons · groups · provisions · sources against",
        "missing": "no data",
        "strength": "strength of the evidence, of four, as the rule proposes it",
        "high": "strength of the evidence: high",
        "moderate": "strength of the evidence: moderate",
        "low": "strength of the evidence: low",
        "very_low": "strength of the evidence: very low",
    },
    "id": {
        "observed": "teramati dalam data",
        "assembled": "dirangkai dari sumber yang berbeda",
        "contested": "diperdebatkan: ada yang menentang",
        "faint": "di bawah aturan penyertaan",
        "law": "hanya bersandar pada hukum",
        "theory": "hanya bersandar pada teori",
        "proposal": "usulan penulis",
        "none": "tidak ada bukti",
        "short observed": "teramati",
        "short assembled": "dirangkai",
        "short contested": "diperdebatkan",
        "short faint": "di bawah aturan",
        "short law": "hukum saja",
        "short theory": "teori saja",
        "short proposal": "usulan penulis",
        "short none": "tanpa bukti",
        "short bar": "menghambat",
        "tag law": "hukum",
        "tag theory": "teori",
        "tag proposal": "usulan",
        "tag none": "tanpa bukti",
        "bar": "menghambat atau bertentangan",
        "persons": "orang|orang|org|org",
        "groups": "kelompok|kelompok|kelompok|klp",
        "documents": "ketentuan|ketentuan|ketentuan|ket",
        "opposers": "menentang|menentang|menentang|kontra",
        "short": "org = orang, menentang = sumber yang menentang",
        "shorter": "org = orang, klp = kelompok, ket = ketentuan, kontra = sumber yang menentang",
        "numbers": "9 · 3 · 17 · 2 = orang · kelompok · ketentuan · sumber yang menentang",
        "missing": "tidak ada data",
        "strength": "kekuatan bukti, dari empat, menurut usulan aturan",
        "high": "kekuatan bukti: tinggi",
        "moderate": "kekuatan bukti: sedang",
        "low": "kekuatan bukti: rendah",
        "very_low": "kekuatan bukti: sangat rendah",
    },
}
"""The figures' own words. A language that is not here is drawn with the English ones."""


def word(key: str, language: str) -> str:
    """What is this called on a figure?"""
    return WORDS.get(language, WORDS["en"])[key]


def evidence_line(mark: Mapping[str, Any], language: str, *, brevity: int = 0) -> str:
    """What stands behind a mark, in one line: `3 persons · 2 groups · 4 provisions`?

    Parameters
    ----------
    mark : a row with status, persons_text, groups, documents and opposers; what is missing, empty or 0 is left out.
        Persons are named as `persons_text` has them, so that a small number may stay hidden.
    brevity : 0 for whole words, 1 for `3 p · 2 groups · 4 provisions`, 2 for `3 p · 2 gr · 4 prov`, 3 for numbers alone
        in the order persons, groups, provisions, against, an en dash standing for none: `3 · 2 · 4 · –`, though in
        words where the mark stands on no coding, and a plus for a number that a word stands for; 4 for numbers there
        too, behind the word for its status: `law · 3`
    """
    parts = [word(f"tag {mark['status']}", language)] if f"tag {mark['status']}" in WORDS["en"] else []
    bare = bool(parts) and brevity == 4
    brevity = 0 if parts and brevity == 3 else min(brevity, 3)
    numbers: list[str] = []
    for key, column in (
        ("persons", "persons_text"),
        ("groups", "groups"),
        ("documents", "documents"),
        ("opposers", "opposers"),
    ):
        value = mark.get(column)
        shown = "" if value is None or pd.isna(value) else str(value).removesuffix(".0").strip()
        if brevity == 3:
            told = shown if shown.isdigit() else "+"
            numbers.append(told if shown not in ("", "0") else "\u2013")
        elif shown not in ("", "0"):
            one, many, brief, briefest = word(key, language).split("|")
            unit = (many, brief, briefest)[brevity]
            parts.append(f"{shown} {one if unit == many and shown == '1' else unit}")
    if bare:
        return " · ".join([*parts, *(number for number in numbers if number != "\u2013")])
    if brevity == 3:
        return " · ".join(numbers if set(numbers) != {"\u2013"} or not parts else parts)
    return " · ".join(parts)
