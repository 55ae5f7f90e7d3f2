"""How is a valid act made? The one way in for the command line, notebooks and the desk."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence

from analysis.codebook import FAMILY, Codebook
from analysis.errors import CodingError
from analysis.model import MODALITIES, POLARITIES, STANCES, Act, Anchor, Source
from analysis.sources.anchors import anchor, find_quote
from analysis.tables import sha256

Attributes = Mapping[str, Sequence[str]]
"""The coding attributes a study declares and their allowed values."""


def now() -> str:
    """This moment in UTC, to the second, as journals write it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def place(
    source: Source, *, quote: str = "", start: int = -1, end: int = -1, passage: int = 0, occurrence: int = 0
) -> Anchor:
    """Where does the act stand? By quote, by offsets, or by both, which must then agree.

    Raises
    ------
    CodingError
        Neither is given, the quote is not found or not unique, or offsets and quote disagree.
    """
    if start < 0 and not quote:
        raise CodingError(f"{source.id}: an act names a quote or offsets (got neither). Give --quote.")
    if start >= 0:
        found = anchor(source, start, end)
        if quote and found.segment.quote.split() != unicodedata.normalize("NFC", quote).split():
            raise CodingError(
                f"{source.id}, offset {start}: the quote is the text between the offsets (got {quote[:40]!r} where "
                f"{found.segment.quote[:40]!r} stands). The text was edited, or an offset counts other units."
            )
        return found
    return anchor(source, *find_quote(source, quote, passage=passage, occurrence=occurrence))


def add_act(
    source: Source,
    codebook: Codebook,
    where: Anchor,
    *,
    code: str,
    coder: str,
    attributes: Mapping[str, str] | None = None,
    declared: Attributes | None = None,
    facet: str = "",
    memo: str = "",
    at: str = "",
    op: str = "add",
    rule: Mapping[str, str] | None = None,
    salt: int = 0,
) -> Act:
    """An act that puts a code on a segment (`add`), or accepts or rejects a suggestion for it.

    Raises
    ------
    CodingError
        The code is unknown, retired or a family; an attribute or its value is not declared.
    """
    check_code(codebook, code)
    check_speaker(source, where)
    values = check_attributes(attributes or {}, declared or {})
    moment = at or now()
    return _act(
        source,
        codebook,
        where,
        op=op,
        coder=coder,
        moment=moment,
        salt=salt,
        code=code,
        attributes=values,
        facet=facet.strip(),
        memo=memo.strip(),
        rule=dict(rule or {}),
    )


def relate_act(
    source: Source,
    codebook: Codebook,
    where: Anchor,
    *,
    from_code: str,
    to_code: str,
    type: str,
    types: Sequence[str],
    coder: str,
    polarity: str = "+",
    modality: str = "asserted",
    attributes: Mapping[str, str] | None = None,
    declared: Attributes | None = None,
    memo: str = "",
    at: str = "",
    salt: int = 0,
) -> Act:
    """An act that links two codes on a segment (F29), in the study's own words for the link."""
    for code in (from_code, to_code):
        check_code(codebook, code)
    check_speaker(source, where)
    _one_of("a relation type", type, types)
    _one_of("polarity", polarity, POLARITIES)
    _one_of("modality", modality, MODALITIES)
    return _act(
        source,
        codebook,
        where,
        op="relate",
        coder=coder,
        moment=at or now(),
        salt=salt,
        relation={"from": from_code, "to": to_code, "type": type, "polarity": polarity, "modality": modality},
        attributes=check_attributes(attributes or {}, declared or {}),
        memo=memo.strip(),
    )


def check_speaker(source: Source, where: Anchor) -> None:
    """Interviewer's words are no evidence of what people say; raises CodingError for a segment in such a turn."""
    passage = source.passage_at(where.segment.start, where.segment.end)
    if passage and source.is_interviewer(passage.label):
        raise CodingError(
            f"{source.id}, offset {where.segment.start}: a segment lies in a turn of somebody who answers (got "
            f"{where.segment.quote[:40]!r}, said by {passage.label}). Code the answer."
        )


def check_code(codebook: Codebook, code: str) -> None:
    """Whether new codings may carry the code; raises CodingError with the next step where not."""
    if code not in codebook:
        raise CodingError(f"code {code!r} is not in the codebook. {codebook.did_you_mean(code)}")
    entry = codebook.code(code)
    if entry.retired:
        now_in = codebook.resolve(code)
        step = f"Use {now_in!r} or another code." if now_in != code else "Use another code."
        raise CodingError(f"code {code!r} was retired in version {entry.retired} of the codebook. {step}")
    if entry.tier == FAMILY and not entry.use_when:
        below = ", ".join(c for c in codebook.within(code) if codebook.usable(c))
        step = f"Use one of {below}." if below else "Create a code below it."
        raise CodingError(f"code {code!r} is a family that does not say when it codes a segment itself. {step}")


def check_attributes(given: Mapping[str, str], declared: Attributes) -> dict[str, str]:
    """The attributes, sorted and without empty ones; raises CodingError for one the study does not declare."""
    allowed: dict[str, Sequence[str]] = {"stance": STANCES, **declared}
    values: dict[str, str] = {}
    for key, value in sorted(given.items()):
        if key not in allowed:
            raise CodingError(f"an attribute is declared in study.yaml (got {key!r}). Use {', '.join(allowed)}.")
        if value:
            _one_of(key, value, allowed[key])
            values[key] = value
    return values


def _one_of(what: str, value: str, allowed: Sequence[str]) -> None:
    if allowed and value not in allowed:
        raise CodingError(f"{what} is one of {', '.join(allowed)} (got {value!r}). Write one of them.")


def _act(
    source: Source,
    codebook: Codebook,
    where: Anchor,
    *,
    op: str,
    coder: str,
    moment: str,
    salt: int,
    code: str = "",
    attributes: Mapping[str, str] | None = None,
    facet: str = "",
    memo: str = "",
    rule: Mapping[str, str] | None = None,
    relation: Mapping[str, str] | None = None,
) -> Act:
    segment = where.segment
    what = code or "|".join((relation or {}).values())
    key = f"{coder}|{source.id}|{segment.start}|{segment.end}|{op}|{what}|{moment}|{salt}"
    return Act(
        seq=0,
        at=moment,
        by=coder,
        op=op,
        id=f"c{sha256(key)[:11]}",
        source=source.id,
        text_sha=where.text_sha,
        start=segment.start,
        end=segment.end,
        quote=segment.quote,
        prefix=where.prefix,
        suffix=where.suffix,
        code=code,
        codebook_version=codebook.version,
        attributes=attributes or {},
        facet=facet,
        memo=memo,
        rule=rule or {},
        relation=relation or {},
    )
