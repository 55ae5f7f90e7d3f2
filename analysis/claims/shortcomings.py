"""Which limits do the data themselves tell of? Sentences to begin a section on limits with (F35).

The program proposes, the researcher edits or leaves out in `codebook/limits.yaml`, and what is left out stays on record
with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.claims.reading import Known, Reader
from analysis.errors import Problem
from analysis.model import Words, words_in

FILE = "codebook/limits.yaml"
KEPT, EDITED, LEFT_OUT = "kept", "edited", "left_out"
OUTCOMES: tuple[str, ...] = (KEPT, EDITED, LEFT_OUT)
SATURATION = 6
"""F19: base size 4 and run length 2; with fewer sources saturation cannot be assessed."""
SMALL = 3
"""A role with fewer persons is a case and no group."""
COLUMNS: tuple[str, ...] = ("id", "count", "proposed", "decided", "text", "rationale", "by")
SENTENCES: Mapping[str, Words] = {
    "no_role_saturated": {
        "en": "No role had enough interviews to judge saturation.",
        "id": "Tidak ada peran dengan wawancara yang cukup untuk menilai saturasi.",
    },
    "small_roles": {
        "en": "{count} roles were heard through fewer than three persons: {what}.",
        "id": "{count} peran diwakili oleh kurang dari tiga orang: {what}.",
    },
    "not_asked": {
        "en": "In {count} cells of theme and set nobody was asked; silence there says nothing: {what}.",
        "id": "Pada {count} sel tema dan kelompok tidak ada yang ditanyai; diam di situ tidak berarti apa-apa: {what}.",
    },
    "one_coder": {
        "en": "{count} sources were coded by one person alone: {what}.",
        "id": "{count} sumber dikode oleh satu orang saja: {what}.",
    },
    "untested_propositions": {
        "en": "{count} propositions could be tested by no set of data: {what}.",
        "id": "{count} proposisi tidak dapat diuji dengan data mana pun: {what}.",
    },
    "adrift": {
        "en": "{count} codings have lost their place in an edited text and count in nothing.",
        "id": "{count} pengodean kehilangan tempatnya dalam teks yang disunting dan tidak dihitung.",
    },
    "translated_only": {
        "en": "{count} sources are there in translation alone: {what}.",
        "id": "{count} sumber hanya tersedia dalam terjemahan: {what}.",
    },
    "contested_edges": {
        "en": "{count} links of the figures are contested: {what}.",
        "id": "{count} hubungan dalam gambar diperdebatkan: {what}.",
    },
    "no_consent": {
        "en": "The words of {count} persons are not used, for their consent is missing or was withdrawn.",
        "id": "Kata-kata {count} orang tidak dipakai karena persetujuannya tidak ada atau dicabut.",
    },
    "blocked_claims": {
        "en": "{count} claims have no segment behind them and are not shown: {what}.",
        "id": "{count} klaim tidak didukung segmen dan tidak ditampilkan: {what}.",
    },
    "open_negative_cases": {
        "en": "{count} negative cases are not settled yet.",
        "id": "{count} kasus negatif belum diselesaikan.",
    },
}
SHOWN = 6
"""How many names a sentence lists before it breaks off."""
MORE: Words = {"en": " and {rest} more", "id": " dan {rest} lainnya"}


@dataclass(frozen=True, slots=True)
class Limit:
    """What a person decided about one proposed sentence."""

    id: str
    decided: str
    text: Words = field(default_factory=dict)
    rationale: str = ""
    by: str = ""
    line: int = 0


def read_limits(path: Path, known: Known, name: str = FILE) -> tuple[dict[str, Limit], list[Problem]]:
    """What was decided, by the id of the sentence, and every problem with its row; none without the file."""
    reader = Reader(name, known)
    found: dict[str, Limit] = {}
    for item in reader.entries(path, "limits"):
        key = reader.choice(item, "id", tuple(SENTENCES), "a limit")
        if not key:
            continue
        reader.check_keys(item, f"{key}: a limit", ("id", "decided", "text", "rationale", "by"))
        decided = reader.choice(item, "decided", OUTCOMES, key, KEPT)
        text = reader.words(item, "text", key, required=decided == EDITED)
        rationale = reader.word(item, "rationale", key)
        if decided != KEPT and not rationale:
            reader.say(item.line, f"{key}: what is edited or left out has a reason", "none", "Add rationale: ...")
        if key in found:
            reader.say(item.line, "a limit stands once", key, f"See line {found[key].line}.")
        found[key] = Limit(key, decided, text, rationale, reader.word(item, "by", key), item.line)
    return found, reader.problems


def limits_frame(
    facts: Mapping[str, Sequence[str]], decisions: Mapping[str, Limit], language: str = "en", *, names: bool = True
) -> pd.DataFrame:
    """Which limits do the data tell of, and what became of each sentence?

    Parameters
    ----------
    facts : id of the sentence -> what it is about; an empty list is no limit
    names : whether the sentences name what they are about; in public they only count

    Returns
    -------
    frame, one row per limit: id, count, proposed (the sentence), decided (None while nobody looked), text (what is
    told: proposed, edited, or nothing where it is left out), rationale, by
    """
    rows = []
    for key, words in SENTENCES.items():
        about = list(facts.get(key, ()))
        if not about:
            continue
        proposed = _sentence(words_in(words, language), about, names, language)
        decision = decisions.get(key)
        text = proposed
        if decision and decision.decided != KEPT:
            text = words_in(decision.text, language) if decision.decided == EDITED else ""
        told = (decision.decided, text, decision.rationale, decision.by) if decision else (None, text, "", "")
        rows.append((key, len(about), proposed, *told))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"decided": object})


def _sentence(words: str, about: Sequence[str], names: bool, language: str) -> str:
    if not names:
        words = words.replace(": {what}", "")
    rest = len(about) - SHOWN
    more = words_in(MORE, language).format(rest=rest) if rest > 0 else ""
    return words.format(count=len(about), what=", ".join(about[:SHOWN]) + more)


def by_role(persons: Mapping[str, int], sources: Mapping[str, int]) -> dict[str, list[str]]:
    """What the sample tells: roles with fewer than three persons, and whether any had enough sources (F19).

    Parameters
    ----------
    persons, sources : role -> how many persons of it were heard, and in how many sources
    """
    enough = [role for role, count in sources.items() if count >= SATURATION]
    return {
        "no_role_saturated": [] if enough or not sources else list(sources),
        "small_roles": [role for role, count in persons.items() if 0 < count < SMALL],
    }
