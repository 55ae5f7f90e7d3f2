"""Does the record of consents hold together? Dates, forms, and what a quotation needs (F45)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from analysis.errors import Problem
from analysis.model import Source
from analysis.sources.people import Consent
from analysis.sources.text import DATE

_DATE_RULE = "a date is year, year-month or year-month-day"


def check_consents(consents: Mapping[str, Consent], sources: Iterable[Source], name: str) -> list[Problem]:
    """What is wrong with the record?

    Returns
    -------
    Errors: a date in another form; a withdrawal before the consent. Warnings: an interview before the consent holds;
    something is allowed, but there is no date or no form to show for it; words may be quoted, but the speaker may not
    be named in any way, so that they are quoted in no public output.
    """
    spoken: dict[str, list[Source]] = {}
    for source in sources:
        for person in source.participants:
            spoken.setdefault(person, []).append(source)
    return [
        problem
        for consent in consents.values()
        for problem in (*_check_dates(consent, name), *_check_form(consent, spoken.get(consent.person, []), name))
    ]


def _check_dates(consent: Consent, name: str) -> Iterator[Problem]:
    said = {"valid_from": consent.valid_from, "withdrawn_at": consent.withdrawn_at}
    said |= {f"withdrawn_uses, {use}": date for use, date in consent.withdrawn_on.items()}
    for column, date in said.items():
        if date and not DATE.fullmatch(date):
            rule = f"{consent.person}: {column}: {_DATE_RULE}"
            yield Problem(name, consent.line, rule, date, "Write it as 2022-03-14.")
    for date in (consent.withdrawn_at, *consent.withdrawn_on.values()):
        if date and consent.valid_from and _earlier(date, consent.valid_from):
            came = f"{consent.person}: withdrawn {date}, valid from {consent.valid_from}"
            step = "Mend one of the dates."
            yield Problem(name, consent.line, "consent is withdrawn after it was given", came, step)


def _check_form(consent: Consent, sources: Iterable[Source], name: str) -> Iterator[Problem]:
    allows = [use for use in ("analyse", "quote_verbatim", "quote_paraphrase", "share_open") if consent.allows(use)]
    if not allows:
        return
    missing = [c for c, v in (("valid_from", consent.valid_from), ("evidence_ref", consent.evidence_ref)) if not v]
    if missing:
        step = "Write since when it holds and where the signed form or recording lies, outside this folder."
        came = f"{consent.person}: no {', '.join(missing)}"
        yield Problem(name, consent.line, "what is allowed has its date and its form", came, step, "warning")
    for source in sources:
        if source.date and consent.valid_from and _earlier(source.date, consent.valid_from):
            came = f"{consent.person}: {source.id} on {source.date}, valid from {consent.valid_from}"
            step = "Mend the date, or record that the person allowed the use of what had been said before."
            yield Problem(name, consent.line, "consent holds from the day of the interview", came, step, "warning")
    if consent.allows("quote_verbatim") and consent.attribution == "none":
        came = f"{consent.person}: quote_verbatim yes, attribution none"
        step = "Ask for a label at least, or write quote_verbatim no; until then nothing of it is quoted in public."
        yield Problem(name, consent.line, "a quotation is attributed", came, step, "warning")


def _earlier(one: str, other: str) -> bool:
    """Whether a date lies before another, as far as both are known: 2022-03 is not before 2022-03-14."""
    known = min(len(one), len(other))
    dates = all(DATE.fullmatch(date) for date in (one, other))
    return dates and one[:known] < other[:known]
