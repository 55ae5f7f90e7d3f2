"""How does a person's act get into a journal? Each function writes one valid act, or nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from filelock import FileLock

from analysis.coding.code import add_act, now, place, relate_act
from analysis.coding.fold import Folding, State, fold
from analysis.coding.journal import Journal, read_journal, to_line
from analysis.coding.passages import remember
from analysis.coding.writing import extend
from analysis.errors import AnalysisError, CodingError
from analysis.model import DIFFERENCES, OUTCOMES, PROVENANCES, RELATION_TYPES, Act, Anchor, Coding, Source
from analysis.study.loaded import CODERS, SUGGESTER, Coder, Loaded, may_analyse, slug
from analysis.tables import Record, read_csv, write_csv

Make = Callable[[Journal], Iterable[Act]]
"""Makes acts that fit a journal as it stands."""


def source_of(loaded: Loaded, source: str) -> Source:
    """One source of the study; raises AnalysisError with the ids there are."""
    if source in loaded.sources:
        return loaded.sources[source]
    have = ", ".join(loaded.field_sources) or "no sources yet"
    raise AnalysisError(f"source {source!r} is not in the study. It has {have}.")


def code(
    loaded: Loaded,
    source: str,
    *,
    coder: str,
    code: str,
    quote: str = "",
    start: int = -1,
    end: int = -1,
    passage: int = 0,
    occurrence: int = 0,
    stance: str = "",
    attributes: Mapping[str, str] | None = None,
    facet: str = "",
    memo: str = "",
    at: str = "",
    provenance: str = "recorded",
) -> tuple[Loaded, str]:
    """Put a code on a segment. Gives back the study as it is now, and the coding's id."""
    text = source_of(loaded, source)
    act = add_act(
        text,
        loaded.codebook,
        _place(text, quote, start, end, passage, occurrence),
        code=code,
        coder=coder,
        attributes={**(attributes or {}), **({"stance": stance} if stance else {})},
        declared=loaded.config.attributes,
        facet=facet,
        memo=memo,
        at=at,
        salt=_acts(loaded, coder, source),
    )
    return write(loaded, coder, source, act, provenance=provenance)


def relate(
    loaded: Loaded,
    source: str,
    *,
    coder: str,
    from_code: str,
    to_code: str,
    type: str,
    quote: str = "",
    start: int = -1,
    end: int = -1,
    passage: int = 0,
    occurrence: int = 0,
    polarity: str = "+",
    modality: str = "asserted",
    attributes: Mapping[str, str] | None = None,
    memo: str = "",
    at: str = "",
    provenance: str = "recorded",
) -> tuple[Loaded, str]:
    """Link two codes on a segment (F29). Gives back the study as it is now, and the relation's id."""
    text = source_of(loaded, source)
    act = relate_act(
        text,
        loaded.codebook,
        _place(text, quote, start, end, passage, occurrence),
        from_code=from_code,
        to_code=to_code,
        type=type,
        types=list(loaded.types) or list(RELATION_TYPES),
        coder=coder,
        polarity=polarity,
        modality=modality,
        attributes=attributes,
        declared=loaded.config.attributes,
        memo=memo,
        at=at,
        salt=_acts(loaded, coder, source),
    )
    return write(loaded, coder, source, act, provenance=provenance)


def remove(loaded: Loaded, source: str, *, coder: str, id: str, at: str = "") -> tuple[Loaded, str]:
    """Take a coding or relation of one's own away again; the journal keeps both acts."""
    source_of(loaded, source)
    journal = loaded.journals.get((coder, source))
    acts = journal.acts if journal else ()
    state = fold(acts, coder=coder, source=source)
    if id not in {c.id for c in state.codings} | {r.id for r in state.rulings}:
        raise CodingError(
            f"codings/{coder}/{source}.jsonl: a coding that is removed stands in the journal (got {id!r}). "
            "See study.codings(coder=...) for the ids."
        )
    made = next(act for act in acts if act.id == id)
    act = Act(seq=0, at=at, by=coder, op="remove", source=source, id=id, undoes=made.hash)
    return write(loaded, coder, source, act)


def rule(loaded: Loaded, source: str, *, coder: str, provenance: str = "recorded", **said: Any) -> tuple[Loaded, str]:
    """Settle a difference between coders. Gives back the study as it is now, and the ruling's id.

    See `ruling_act` for what is said.
    """
    act = ruling_act(loaded, source, coder=coder, **said)
    return write(loaded, coder, source, act, provenance=provenance, role="adjudicator")


def ruling_act(
    loaded: Loaded,
    source: str,
    *,
    coder: str,
    about: Coding,
    outcome: str,
    difference: str,
    reason: str,
    attributes: Mapping[str, str] | None = None,
    facet: str = "",
    start: int = -1,
    end: int = -1,
    at: str = "",
    salt: int = 0,
) -> Act:
    """The act that settles a difference; raises CodingError where it is not valid, and writes nothing.

    `about` is what the difference is about: a coding that not all made, or an agreed one. What is kept stands on its
    words (or those between `start` and `end`) with its attributes and facet, unless others are given. `salt` tells
    apart acts that are made before the first of them is written.
    """
    listed = loaded.coders.get(coder)
    if listed and listed.role != "adjudicator":
        raise CodingError(
            f"{CODERS}: differences are settled by an adjudicator (got {coder!r}, a {listed.role}). Ask somebody who "
            "did not code, and list that person with the role adjudicator."
        )
    for name, value, allowed in (("outcome", outcome, OUTCOMES), ("difference", difference, DIFFERENCES)):
        if value not in allowed:
            raise CodingError(f"{name} is one of {', '.join(allowed)} (got {value!r}). Write one of them.")
    if not reason.strip():
        raise CodingError(f"{source}: a ruling gives its reason (got none). Write a sentence.")
    text = source_of(loaded, source)
    where = place(text, start=start if start >= 0 else about.start, end=end if end >= 0 else about.end)
    given: dict[str, Any] = {"attributes": {**about.attributes, **(attributes or {})}, "coder": coder, "at": at}
    given |= {"declared": loaded.config.attributes, "salt": _acts(loaded, coder, source) + salt}
    link = about.relation
    if link is None:
        act = add_act(text, loaded.codebook, where, code=about.code, facet=facet or about.facet, **given)
    else:
        types = list(loaded.types) or list(RELATION_TYPES)
        ends: dict[str, Any] = {"from_code": link.from_code, "to_code": link.to_code, "type": link.type, "types": types}
        ends |= {"polarity": link.polarity, "modality": link.modality}
        act = relate_act(text, loaded.codebook, where, **ends, **given)
    ruling = {"of": about.id, "outcome": outcome, "difference": difference}
    return dataclasses.replace(act, op="rule", ruling=ruling, memo=reason.strip())


def write(
    loaded: Loaded, coder: str, source: str, *acts: Act, provenance: str = "recorded", role: str = "coder"
) -> tuple[Loaded, str]:
    """Append acts to a coder's journal of a source, flushed to the disk; the id of the last one is given back.

    A coder who is new to the study is listed with this role and provenance.
    """
    for act in acts:
        check_act(loaded, act)
    loaded, _ = write_fitting(loaded, coder, source, lambda journal: acts, provenance=provenance, role=role)
    return loaded, acts[-1].id


def write_fitting(
    loaded: Loaded,
    coder: str,
    source: str,
    make: Make,
    *,
    provenance: str = "recorded",
    role: str = "coder",
    folding: Folding | None = None,
) -> tuple[Loaded, list[Act]]:
    """Append what `make` gives for the journal as it stands while nobody else can write; the acts are given back.

    `folding` is one that goes on from the acts known before.
    Nothing is written, and nobody listed, where one of the acts may not be written.
    """
    if not slug(coder) or coder == SUGGESTER:
        raise CodingError(
            f"a coder's name is letters, digits, '.', '_' and '-', and not {SUGGESTER!r} (got {coder!r}). "
            "Choose another."
        )
    new = coder not in loaded.coders
    twin = next((name for name in loaded.coders if name.casefold() == coder.casefold()), coder)
    if twin != coder:
        raise CodingError(
            f"coders' names differ in more than capitals (got {coder!r} beside {twin!r}). Write {twin!r}."
        )
    if new and provenance not in PROVENANCES:
        raise CodingError(f"provenance is one of {', '.join(PROVENANCES)} (got {provenance!r}). Write one of them.")
    _listed_coders(loaded)
    path = loaded.root / "codings" / coder / f"{source}.jsonl"
    lock = loaded.root / ".jenjang/locks" / f"{coder}-{source}.lock"

    def fitting(journal: Journal) -> list[Act]:
        made, moment = list(make(journal)), now()
        state = (folding or Folding(coder, source)).after(journal.acts) if made and not journal.closed else None
        for act in made:
            _check_text(act)
            _check_consent(loaded, act)
            if state:
                _check_new(act, state)
        return [dataclasses.replace(act, at=act.at or moment) for act in made]

    known = loaded.journals.get((coder, source))
    journal, sealed = extend(path, fitting, lock=lock, known=known)
    remember(loaded.root, [loaded.sources[source]] if source in loaded.sources else [])
    coders = dict(loaded.coders)
    if new:
        coders[coder] = _list_coder(loaded, coder, role, provenance)
    journals = {**loaded.journals, (coder, source): journal}
    return dataclasses.replace(loaded, coders=coders, journals=dict(sorted(journals.items()))), sealed


def _list_coder(loaded: Loaded, coder: str, role: str, provenance: str) -> Coder:
    """Add a coder to codings/coders.csv, unless another process has listed him or her meanwhile."""
    lock = loaded.root / ".jenjang/locks/coders.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(lock)):
        rows, columns = _listed_coders(loaded)
        listed = next((row for row in rows if row["coder"] == coder), None)
        if listed is None:
            listed = Record(coder=coder, role=role, provenance=provenance)
            write_csv(loaded.root / CODERS, sorted([*rows, listed], key=lambda row: row["coder"]), columns)
    return Coder(coder, listed["role"], listed["provenance"])


def _listed_coders(loaded: Loaded) -> tuple[list[Record], list[str]]:
    """The rows of codings/coders.csv and its columns; a table that cannot be read stops the act in time."""
    path, columns = loaded.root / CODERS, ["coder", "role", "provenance"]
    rows = read_csv(path, required=columns) if path.is_file() else []
    return rows, [*columns, *(key for row in rows[:1] for key in row if key not in columns)]


def check_act(loaded: Loaded, act: Act) -> None:
    """Raises CodingError where an act may not be written: its text, its speaker's consent, or it stands already."""
    _check_text(act)
    _check_consent(loaded, act)
    journal = read_journal(loaded.root / "codings" / act.by / f"{act.source}.jsonl")
    if not journal.problems and not journal.closed:
        _check_new(act, fold(journal.acts, coder=act.by, source=act.source))


def _check_consent(loaded: Loaded, act: Act) -> None:
    """Raises CodingError where the speaker does not allow analysis (F45)."""
    place = Coding("", "", act.source, act.start, act.end, act.quote, act.code)
    if act.op in ("add", "accept", "relate", "rule") and not may_analyse(loaded, place):
        raise CodingError(
            f"{act.source}, offset {act.start}: words are coded whose speaker allows analysis (got words of somebody "
            "who does not, or whose consent is not recorded). See interviews/consent.csv."
        )


def _check_new(act: Act, state: State) -> None:
    """Raises CodingError where the coder has put the same code, or the same link, on the same words already.

    A difference is settled once, too.
    """
    if act.op not in ("add", "accept", "relate", "rule"):
        return
    if act.op == "rule":
        if any(ruling.of == act.ruling.get("of") for ruling in state.rulings):
            of = act.ruling.get("of")
            raise CodingError(
                f"{act.source}: a difference is settled once (got {of!r} again). Remove that ruling first."
            )
        return
    (new,) = fold([act], coder=act.by, source=act.source).codings
    for coding in state.codings:
        if (new.start, new.end, new.code, new.relation) == (coding.start, coding.end, coding.code, coding.relation):
            raise CodingError(
                f"{act.source}, offset {act.start}: a coder puts a code on the same words once (got "
                f"{act.code or act.relation!r} again; it stands as {coding.id}). Remove that one first, or leave it."
            )


def _check_text(act: Act) -> None:
    """Raises CodingError where the words cannot be written down, as bytes that a terminal passed on."""
    try:
        to_line(act).encode("utf-8")
    except UnicodeEncodeError as error:
        raise CodingError(
            f"{act.source}: an act holds text that UTF-8 can write (got {error.object[error.start : error.end]!r}). "
            "Set the terminal to UTF-8 and write it again."
        ) from error


def _place(text: Source, quote: str, start: int, end: int, passage: int, occurrence: int) -> Anchor:
    if occurrence < 0 or passage < 0:
        came = f"passage {passage}, occurrence {occurrence}"
        raise CodingError(f"{text.id}: passages and occurrences are counted from 1 (got {came}). Count again.")
    return place(text, quote=quote, start=start, end=end, passage=passage, occurrence=occurrence)


def _acts(loaded: Loaded, coder: str, source: str) -> int:
    journal = loaded.journals.get((coder, source))
    return len(journal.acts) if journal else 0
