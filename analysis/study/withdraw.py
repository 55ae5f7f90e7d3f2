"""A person withdraws consent: what changes, the record of it, and the person's texts out of the tree (F45).

From the record on, nothing of what was withdrawn is counted, quoted or suggested in any profile; the next build shows
it. What a version history still holds, and what was published, no program can take back.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError, StudyError
from analysis.model import Source
from analysis.sources.people import USES, Consent, read_consents
from analysis.study.cells import change_cells
from analysis.study.departure import Archived, archive_texts, check_archive
from analysis.study.effects import list_effects
from analysis.study.handle import Study
from analysis.study.load import load
from analysis.study.loaded import CONSENT, Loaded
from analysis.tables import write_bytes

WITHDRAWABLE: tuple[str, ...] = tuple(use for use in USES if use != "check_back_first")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal did, or would do: the record, what changes (one row each), what is to be said of it."""

    consent: Consent
    effects: pd.DataFrame
    notes: tuple[str, ...] = ()
    archived: tuple[Archived, ...] = field(default_factory=tuple)


def withdraw(
    root: Path, person: str, *, on: str, uses: Collection[str] = (), archive: Path | None = None, dry_run: bool = False
) -> Withdrawal:
    """Record that a person withdrew consent, and say what this changes.

    Parameters
    ----------
    on : the day of the withdrawal
    uses : what was withdrawn; everything where none is named
    archive : a folder outside the tree into which the texts and journals of sources go in which this person alone
        speaks; only where analysis is withdrawn
    dry_run : say what would change, and write nothing

    Returns
    -------
    `effects`: frame, one row per thing that changes (what: codings, relations, suggestions, source, quotes, mark,
    figure, claim, judgement, label, table), with before and after.

    Raises
    ------
    AnalysisError
        No such person or consent, no such use, a day that is none or lies before the consent, it is withdrawn already,
        or the folder of the archive cannot be one. Nothing is written then.
    """
    loaded = load(root)
    consent = _consent_of(loaded, person)
    new = _withdrawn(consent, tuple(dict.fromkeys(uses)), on, again=archive is not None)
    raw = _changed_table(loaded, consent, new)
    after = replace(loaded, consents={**loaded.consents, person: new})
    own, shared = _sources_of(loaded, person)
    if archive is not None:
        if not new.withdrew("analyse"):
            raise AnalysisError(
                f"{person}: texts leave the tree where analysis is withdrawn (got {_said(new)}). "
                "Withdraw --use analyse too, or leave --archive away."
            )
        check_archive(loaded, own, archive)
    effects = list_effects(Study(loaded), Study(after))
    notes = _notes(new, own, shared, archive is not None)
    if dry_run:
        return Withdrawal(new, effects, notes)
    write_bytes(loaded.root / CONSENT, raw)
    archived = archive_texts(after, own, archive / f"{person}-{new.withdrawn_at}", new.withdrawn_at) if archive else ()
    return Withdrawal(new, effects, notes, tuple(archived))


def _consent_of(loaded: Loaded, person: str) -> Consent:
    if person not in loaded.participants:
        have = ", ".join(loaded.participants) or "nobody"
        raise AnalysisError(f"{person!r} is no participant of the study. It has {have}.")
    broken = [p for p in loaded.problems if p.file == CONSENT and p.level == "error"]
    if broken:
        raise StudyError(f"{CONSENT} is mended before it is changed:", broken)
    if person not in loaded.consents:
        raise AnalysisError(
            f"{CONSENT}: what is withdrawn was given (got no row for {person}, so nothing is allowed). Nothing to do."
        )
    return loaded.consents[person]


def _withdrawn(consent: Consent, uses: tuple[str, ...], on: str, *, again: bool) -> Consent:
    """The consent with what is withdrawn now and what was withdrawn before, each with its day."""
    _check(consent, uses, on)
    before = {use for use in WITHDRAWABLE if consent.withdrew(use)}
    now = set(uses or WITHDRAWABLE) - before
    if not now:
        if again:
            return consent
        raise AnalysisError(
            f"{CONSENT}, line {consent.line}: a use is withdrawn once (got {', '.join(uses) or 'all uses'} of "
            f"{consent.person}, withdrawn {consent.withdrawn_at}). Nothing to do."
        )
    days = {use: consent.withdrawn_on.get(use, consent.withdrawn_at) for use in before}
    if now | before >= set(WITHDRAWABLE) and set(days.values()) <= {on}:
        return replace(consent, withdrawn_at=on, withdrawn_uses=(), withdrawn_on={})
    all_uses = tuple(use for use in WITHDRAWABLE if use in now | before)
    others = {use: day for use, day in days.items() if day != on}
    return replace(consent, withdrawn_at=on, withdrawn_uses=all_uses, withdrawn_on=others)


def _check(consent: Consent, uses: tuple[str, ...], on: str) -> None:
    for use in uses:
        if use not in WITHDRAWABLE:
            raise AnalysisError(f"a use that is withdrawn is one of {', '.join(WITHDRAWABLE)} (got {use!r}). Mend it.")
    try:
        day = dt.date.fromisoformat(on).isoformat()
    except ValueError:
        day = ""
    if day != on:
        raise AnalysisError(f"the day of a withdrawal is written as 2022-03-14 (got {on!r}). Mend --on.")
    if consent.valid_from and on[: len(consent.valid_from)] < consent.valid_from:
        raise AnalysisError(
            f"{consent.person}: consent is withdrawn after it was given (got {on}, valid from {consent.valid_from}). "
            "Mend --on."
        )


def _changed_table(loaded: Loaded, old: Consent, new: Consent) -> bytes:
    """consent.csv with the new record, read back before anybody trusts it."""
    path = loaded.root / CONSENT
    raw = path.read_bytes()
    if new == old:
        return raw
    entries = [f"{use}:{new.withdrawn_on[use]}" if use in new.withdrawn_on else use for use in new.withdrawn_uses]
    changes = {"withdrawn_at": new.withdrawn_at}
    if entries or old.withdrawn_uses:
        changes["withdrawn_uses"] = ";".join(entries)
    changed = change_cells(raw, path.name, old.line, changes)
    with tempfile.TemporaryDirectory(prefix="withdraw-") as folder:
        aside = Path(folder) / path.name
        aside.write_bytes(changed)
        read, problems = read_consents(aside, CONSENT, loaded.participants)
    if {**loaded.consents, old.person: new} != read or any(p.level == "error" for p in problems):
        raise AnalysisError(
            f"{CONSENT}, line {old.line}: the row of {old.person} cannot be changed safely. Write "
            f"{' and '.join(f'{value} into {column}' for column, value in changes.items())} by hand."
        )
    return changed


def _sources_of(loaded: Loaded, person: str) -> tuple[list[Source], list[Source]]:
    """The sources in which the person alone answers, and those in which others do too."""
    spoken = [s for s in loaded.field_sources.values() if person in s.participants]
    return [s for s in spoken if s.participants == (person,)], [s for s in spoken if s.participants != (person,)]


# --- what is said of it -----------------------------------------------------------------------------------------------


def _said(consent: Consent) -> str:
    return f"{', '.join(consent.withdrawn_uses) or 'all uses'} withdrawn"


def _notes(consent: Consent, own: list[Source], shared: list[Source], archived: bool) -> tuple[str, ...]:
    found = []
    if consent.withdrew("analyse"):
        if own and not archived:
            names = ", ".join(s.id for s in own)
            found.append(f"{names}: the text and its journals are still in the tree; --archive FOLDER moves them out.")
        for source in shared:
            found.append(
                f"{source.id}: {len(source.participants)} persons speak in it, so the text stays. The person's "
                "passages count in nothing and are not quoted; in the text and in the journals they still stand. "
                f"To take them out, delete them in {source.file} and run: jenjang reanchor {source.id}"
            )
    found.append(
        "Takes effect at the next build. It cannot take back what a version history still holds, copies of the folder, "
        "and what was published; outputs in out/ and of notebooks stand until they are made anew."
    )
    return tuple(found)
