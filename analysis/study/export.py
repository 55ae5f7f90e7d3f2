"""Which codings leave the study as Web Annotations, in which words? Each goes through the release gate.

In the internal profile every coding leaves whose words may be analysed, with position and quote; of words whose
quotation was withdrawn the position alone. In the public profile people's words leave as quotations where the person
allows them and their language tells nobody apart, under a label, without source, position, context, memo, facet,
attributes, day or coder (who coded few of a label would tell whom); other codings of people's words are left out and
counted. Documents are public and leave whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import ReleaseError
from analysis.exchange.web_annotation import (
    SPEAKER,
    Annotation,
    Target,
    check_collection,
    id_of,
    name_of,
    to_collection,
    to_text,
)
from analysis.model import FIELD_KINDS, Coding, Passage, Source, words_in
from analysis.release import Gate
from analysis.study.leaks import require_safe
from analysis.study.loaded import Loaded, may_analyse
from analysis.tables import sha256, write_text

if TYPE_CHECKING:
    from analysis.study.handle import Study

IN_FORCE = "in-force"
MASK = "█"
"""What stands for each letter of words that may not be quoted, in a text that is handed on: positions stay right."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: how many annotations, which texts, and what did not, by reason."""

    file: Path
    annotations: int
    texts: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def export_annotations(
    study: Study, path: Path, *, coder: str = IN_FORCE, profile: str = "", with_text: bool = False
) -> Exported:
    """Write codings and relations as a W3C AnnotationCollection (JSON-LD).

    Parameters
    ----------
    coder : whose; `in-force` for what counts in the study
    profile : the study's own by default
    with_text : write the texts too, into `<file>-texts/<source>.txt`; positions count code points in them

    Raises
    ------
    ReleaseError
        Recorded material would leave unreleased into a folder that may be published; somebody is named in what would
        leave; or nobody of this name has coded.
    """
    gate = study.gate(profile)
    _check_place(study, gate, path)
    coders = {name for name, _ in study.loaded.journals}
    if coder not in (IN_FORCE, *coders):
        raise ReleaseError(f"{coder!r} has no journal in this study. It has {', '.join(sorted(coders)) or 'none'}.")
    texts = _Texts(study.loaded, gate, f"{path.stem}-texts" if with_text else "")
    left = Counter[str]()
    made = _annotations(study, gate, coder, texts, left)
    language = study.config.languages[0]
    label = [f"{words_in(study.config.title, language)}: {coder}, {gate.profile}", study.constructed_mark(language)]
    collection = to_collection(made, study=study.config.id, layer=f"{coder}/{gate.profile}", label=label)
    wrong = check_collection(collection)
    if wrong:
        raise ReleaseError(f"{path.name}: what is exported fits its schema (got: {wrong[0]}). Nothing was written.")
    written = sorted({a.target.id for a in made} & set(texts.files)) if with_text else []
    leaving = {**{key: texts.files[key] for key in written}, path.name: to_text(collection)}
    require_safe(study.loaded, {name: text.encode("utf-8") for name, text in leaving.items()}, gate.profile)
    for name, text in leaving.items():
        write_text(path.parent / name, text)
    return Exported(path, len(made), tuple(written), dict(sorted(left.items())))


def _check_place(study: Study, gate: Gate, path: Path) -> None:
    root, target = study.root.resolve(), path.resolve()
    if not gate.publishable and target.is_relative_to(root) and not target.is_relative_to(root / "out"):
        raise ReleaseError(
            f"{path.name}: what the {gate.profile} profile shows of recorded material stays in out/ or leaves the "
            "study's folder (got a folder that may be published). Write it to out/, or add --profile public."
        )


class _Texts:
    """The texts as they may be handed on, and how annotations call them."""

    def __init__(self, loaded: Loaded, gate: Gate, folder: str) -> None:
        self.loaded, self.gate, self.folder = loaded, gate, folder
        self.files: dict[str, str] = {}
        self._targets: dict[str, Target] = {}

    def target(self, source: Source) -> Target:
        if source.id not in self._targets:
            name, body = name_of(self.loaded.config.id, "source", source.id), source.body
            if self.folder and (shown := self._body(source)):
                name, body = f"{self.folder}/{source.id}.txt", shown
                self.files[name] = body
            self._targets[source.id] = Target(name, sha256(body), source.language)
        return self._targets[source.id]

    def _body(self, source: Source) -> str:
        """The text with a mask over words that may not be quoted; none of people's words in public."""
        if not self.gate.internal and source.kind in FIELD_KINDS:
            return ""
        body = source.body
        for passage in self.barred(source):
            hidden = "".join(c if c.isspace() else MASK for c in passage.text)
            body = body[: passage.start] + hidden + body[passage.end :]
        return body

    def barred(self, source: Source) -> list[Passage]:
        """The passages of participants whose words may not be shown."""
        people = self.loaded.participants
        return [p for p in source.passages if p.label in people and not self.gate.may_quote(p.label)]

    def around(self, source: Source, coding: Coding) -> tuple[str, str]:
        """The words before and after a coding, as far as they may be shown."""
        first = max((p.end for p in self.barred(source) if p.end <= coding.start), default=0)
        last = min((p.start for p in self.barred(source) if p.start >= coding.end), default=len(source.body))
        before = source.body[max(first, coding.start - len(coding.prefix)) : coding.start]
        return before, source.body[coding.end : min(last, coding.end + len(coding.suffix))]


def _annotations(study: Study, gate: Gate, coder: str, texts: _Texts, left: Counter[str]) -> list[Annotation]:
    """What may leave, in the order of the texts; in public in an order that tells no source."""
    loaded = study.loaded
    days = {act.id: act.at for journal in loaded.journals.values() for act in reversed(journal.acts) if act.at}
    made: list[Annotation] = []
    for coding in _codings(study, coder):
        source = loaded.sources[coding.source]
        passage = source.passage_at(coding.start, coding.end)
        person = passage.label if passage and passage.label in loaded.participants else ""
        entry = _whole(study, coding, source, texts, days)
        if not may_analyse(loaded, coding):
            left["the speaker allows no analysis"] += 1
        elif person and not gate.internal and (why := _held_for(gate, source, coding, person)):
            left[_REASONS[why]] += 1
        elif gate.internal:
            made.append(replace(entry, quote="", prefix="", suffix="") if _silent(gate, person) else entry)
        elif source.kind not in FIELD_KINDS:
            made.append(replace(entry, memo="", created="", creators=_numbered(study, entry.creators)))
        elif not person:
            left["nobody who speaks is named, so that nobody's consent covers it"] += 1
        else:
            made.append(_public(study, entry, gate.label(person, study.config.languages[0])))
    return made if gate.internal else _numbered_ids(study, made)


_REASONS: Mapping[str, str] = {
    "consent": "the speaker's words are not quoted in public",
    "withheld": "a person decided to keep the words back",
    "language": "the language of the words would tell who spoke",
}


def _held_for(gate: Gate, source: Source, coding: Coding, person: str) -> str:
    return gate.held_for(source.kind, person, source.id, coding.start, coding.end)


def _codings(study: Study, coder: str) -> list[Coding]:
    found = [c for c in study.standing(coder="" if coder == IN_FORCE else coder) if c.source in study.loaded.sources]
    return sorted(found, key=lambda c: (c.source, c.start, c.end, c.code, str(c.relation), c.id))


def _silent(gate: Gate, person: str) -> bool:
    return bool(person) and not gate.may_quote(person)


def _whole(study: Study, coding: Coding, source: Source, texts: _Texts, days: Mapping[str, str]) -> Annotation:
    """The coding with everything there is to say of it."""
    language, book = study.config.languages[0], study.codebook
    prefix, suffix = texts.around(source, coding)
    code = book.resolve(coding.code) if coding.code else ""
    name = words_in(book.code(code).name, language) if code in book else ""
    return Annotation(
        id=id_of(study.config.id, coding.source, coding.coder, coding.id),
        target=texts.target(source),
        code=code,
        name=f"{code} {name}".strip() if name else "",
        name_language=language if name else "",
        start=coding.start,
        end=coding.end,
        quote=source.body[coding.start : coding.end],
        prefix=prefix,
        suffix=suffix,
        tags={key: value for key, value in coding.attributes.items() if value},
        facet=coding.facet,
        memo=coding.memo,
        relation=coding.relation,
        creators=tuple(coding.coder.split("+")),
        created=max((days[part] for part in coding.id.split("+") if part in days), default=""),
    )


def _public(study: Study, entry: Annotation, label: str) -> Annotation:
    """A quotation under a label: without source, position, context, and who coded it and what else of it."""
    return replace(
        entry,
        target=Target(name_of(study.config.id, "withheld"), "", entry.target.language),
        start=-1,
        end=-1,
        prefix="",
        suffix="",
        tags={**{key: value for key, value in entry.tags.items() if key == "stance"}, SPEAKER: label},
        facet="",
        memo="",
        created="",
        creators=(),
    )


def _numbered(study: Study, creators: Iterable[str]) -> tuple[str, ...]:
    """Coders by a number in the order of their names."""
    names = sorted({name for name, _ in study.loaded.journals})
    return tuple(f"coder-{names.index(name) + 1}" for name in creators if name in names)


def _numbered_ids(study: Study, made: list[Annotation]) -> list[Annotation]:
    """Public annotations in the order of what they say, with ids that come of nothing else."""

    def said(entry: Annotation) -> tuple[str, ...]:
        tags = [f"{key}: {value}" for key, value in sorted(entry.tags.items())]
        return (entry.code, str(entry.relation), entry.target.id, str(entry.start), entry.quote, *tags, *entry.creators)

    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for entry in sorted(made, key=said):
        key = said(entry)
        seen[key] += 1
        found.append(replace(entry, id=id_of(study.config.id, "public", *key, str(seen[key]))))
    return found
