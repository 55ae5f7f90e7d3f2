"""Who was heard, and what did each of them allow? The sample and the consents of a study, from its tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.errors import AnalysisError, StudyError
from analysis.model import words_in
from analysis.release import Gate
from analysis.reports.sample import Sample, check_sample, sample_frame
from analysis.reports.sample_words import sample_statement
from analysis.sources.people import USES, Consent
from analysis.study.loaded import Loaded
from analysis.tables import csv_text

CLASSES: tuple[str, ...] = ("role", "group")
CONSENT_COLUMNS: tuple[str, ...] = (
    "role",
    "sources",
    *USES,
    "valid_from",
    "withdrawn_at",
    "withdrawn_uses",
    "check_back_owed",
    "evidence",
    "follows",
)


def sample_of(loaded: Loaded, gate: Gate, *, by: str = "role", language: str = "en") -> tuple[Sample, dict[str, str]]:
    """The sample, and how its classes are called. In public the classes are the labels that may be printed (F43).

    Raises
    ------
    AnalysisError
        `by` is neither role nor group.
    """
    if by not in CLASSES:
        raise AnalysisError(f"a sample is told by {' or '.join(CLASSES)} (got {by!r}). Write one of them.")
    config, people = loaded.config, loaded.participants
    unheard = frozenset(person for person in people if not gate.may(person, "analyse"))
    role_names = {role: config.role_name(role, language) for role in config.role_ids}
    if not gate.internal:
        class_of = {person: gate.label(person, language) for person in people}
        order = list(
            dict.fromkeys(class_of[p] for p in sorted(people, key=lambda p: _rank(config.role_ids, loaded, p)))
        )
        by_role = {people[person].role: name for person, name in class_of.items()}
        names = {name: name for name in order}
    elif by == "group":
        class_of = {person: config.group_of.get(entry.role, "") for person, entry in people.items()}
        order, by_role = list(config.groups), dict(config.group_of)
        names = {group: words_in(name, language) for group, name in config.groups.items()}
    else:
        class_of = {person: entry.role for person, entry in people.items()}
        order, by_role, names = config.role_ids, {role: role for role in config.role_ids}, role_names
    sources = list(loaded.field_sources.values())
    return Sample(sources, people, class_of, order, loaded.recruitment, unheard, by_role), names


def _rank(roles: list[str], loaded: Loaded, person: str) -> tuple[int, str]:
    role = loaded.participants[person].role
    return (roles.index(role) if role in roles else len(roles), person)


def sample_table(loaded: Loaded, gate: Gate, *, by: str = "role", language: str = "en") -> pd.DataFrame:
    """The sample as a table; see `analysis.reports.sample.sample_frame` for the columns."""
    return sample_frame(sample_of(loaded, gate, by=by, language=language)[0], gate)


def sample_paragraph(loaded: Loaded, gate: Gate, *, by: str = "role", language: str = "en", mark: str = "") -> str:
    """The sample as a paragraph.

    Raises
    ------
    StudyError
        A role, a number of persons, a date, a place, what was recorded or a length is missing (F01); all are listed.
    """
    sample, names = sample_of(loaded, gate, by=by, language=language)
    missing = check_sample(sample)
    if missing:
        raise StudyError(f"the sample cannot be told yet ({len(missing)} things are missing):", missing)
    return sample_statement(sample, gate, language=language, names=names, mark=mark)


def table_text(frame: pd.DataFrame) -> str:
    """A frame as CSV, as it is printed or compared."""
    rows = ({str(key): value for key, value in row.items()} for row in frame.astype(object).to_dict("records"))
    return csv_text(rows, list(frame.columns))


def consents_frame(loaded: Loaded, gate: Gate) -> pd.DataFrame:
    """What did each person allow, and what follows from it now (F45)?

    Returns
    -------
    frame, one row per participant: role; the sources in which he or she speaks; each use as it stands now (`yes`, `no`,
    for attribution how the person may be named; what was withdrawn reads `withdrawn`, what nobody wrote down reads
    `no`); since when it holds, when and which uses were withdrawn; whether a check-back is still owed before a
    quotation is printed; whether a form is on record; and what follows for counts and quotes in the gate's profile.
    """
    rows = []
    for person, entry in loaded.participants.items():
        consent = loaded.consents.get(person, Consent(person, {}))
        spoken = [s.id for s in loaded.field_sources.values() if person in s.participants]
        rows.append(
            {
                "person": person,
                "role": entry.role,
                "sources": ", ".join(spoken),
                **{use: _standing(consent, use) for use in USES},
                "valid_from": consent.valid_from,
                "withdrawn_at": consent.withdrawn_at,
                "withdrawn_uses": _withdrawn(consent),
                "check_back_owed": consent.uses.get("check_back_first") == "yes",
                "evidence": bool(consent.evidence_ref),
                "follows": _follows(consent, gate),
            }
        )
    return pd.DataFrame(rows, columns=["person", *CONSENT_COLUMNS]).set_index("person")


def _standing(consent: Consent, use: str) -> str:
    if consent.withdrew(use) and consent.uses.get(use, "no") not in ("", "no", "none"):
        return "withdrawn"
    return consent.uses.get(use) or ("none" if use == "attribution" else "no")


def _withdrawn(consent: Consent) -> str:
    return ("; ".join(consent.withdrawn_uses) or "all") if consent.withdrawn_at else ""


def _follows(consent: Consent, gate: Gate) -> str:
    """What the record means for this person's words, in one line."""
    if not consent.allows("analyse"):
        return "not counted, not quoted"
    if gate.may_quote(consent.person):
        return "counted and quoted"
    reasons = [
        (consent.withdrew("quote_verbatim"), "verbatim quotation was withdrawn"),
        (not consent.allows("quote_verbatim"), "verbatim quotation is not allowed"),
        (consent.attribution == "none", "no attribution is allowed"),
        (consent.uses.get("check_back_first") == "yes", "a check-back is owed"),
        (True, "too few persons share the label"),
    ]
    return f"counted, not quoted: {next(reason for holds, reason in reasons if holds)}"


def withdrawals(loaded: Loaded, codings: Mapping[str, int]) -> list[str]:
    """What is left out because consent was withdrawn? One sentence per person, in the order of the ids.

    `codings`: person -> how many standing codings of the person's words there are, counted or not.
    """
    found = []
    for person in sorted(loaded.participants):
        consent = loaded.consents.get(person)
        if consent is None or not consent.withdrawn_at:
            continue
        n = codings.get(person, 0)
        what = f"{n} coding{'' if n == 1 else 's'} of the person's words"
        if consent.withdrew("analyse") and not any(person in s.participants for s in loaded.sources.values()):
            found.append(f"{person}: withdrawn {consent.withdrawn_at}; no text of the person is in the study any more")
        elif consent.withdrew("analyse"):
            found.append(f"{person}: withdrawn {consent.withdrawn_at}; {what} are left out of all counts and quotes")
        else:
            uses = ", ".join(consent.withdrawn_uses)
            quoted = "are counted and not quoted" if consent.withdrew("quote_verbatim") else "are counted"
            found.append(f"{person}: {uses} withdrawn {consent.withdrawn_at}; {what} {quoted}")
    return found
