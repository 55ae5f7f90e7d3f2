"""How does one text look with labels in the place of names, and which entities does a table of decisions name?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Problem, ReleaseError, SourceError, StudyError
from analysis.model import Source
from analysis.sources.key import Key
from analysis.sources.patterns import CLASSES
from analysis.sources.pseudonyms import Entity, Form, Replacement, Replacer, make_label, number_of, replaced
from analysis.sources.text import read_source, split_front_matter
from analysis.study.identify import REPLACE, form_id, known_labels, known_names, records, used_numbers
from analysis.study.loaded import Loaded
from analysis.tables import parse_yaml, read_text, to_yaml

_STRUCTURE = (
    "id",
    "kind",
    "speakers",
    "articles",
    "date",
    "date_to",
    "language",
    "provenance",
    "depends_on",
    "translation_of",
)
"""Keys of front matter that name nobody and that the program reads."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A text with its labels: the bytes of the file, the source it reads as, what was replaced in body and head."""

    data: bytes
    new: Source
    replacements: tuple[Replacement, ...]
    in_head: tuple[Replacement, ...] = ()

    @property
    def all_replacements(self) -> tuple[Replacement, ...]:
        """Everything that was replaced in the file."""
        return (*self.in_head, *self.replacements)


def sibling_texts(loaded: Loaded, source: Source) -> list[str]:
    """The files that hold a source: its text, then its translations."""
    stem = source.file.removesuffix(".md")
    return [source.file, *(f"{stem}.{language}.md" for language in sorted(source.translations))]


def relabel(path: Path, name: str, replacer: Replacer) -> Relabelled | None:
    """A text with labels in the place of names; None where it holds none.

    Names are looked for in the words of passages and in the values of front matter; where that is written anew, its
    comments go.

    Raises
    ------
    SourceError
        The new text would not be read as the same passages.
    """
    raw = read_text(path)
    parts, old = split_front_matter(raw), _read(path, name)
    if parts is None or old is None:
        raise SourceError(f"{name}: the text can be read. Run jenjang check.")
    head, body, _ = parts
    found = [
        Replacement(r.start + p.start, r.end + p.start, r.label, r.rule, r.cls)
        for p in old.passages
        for r in replacer.find(p.text)
    ]
    meta: dict[str, Any] = parse_yaml(head, name, first_line=2)
    said: list[Replacement] = []
    clean = {key: value if key in _STRUCTURE else _clean(value, replacer, said) for key, value in meta.items()}
    in_comments = replacer.find("\n".join(line for line in head.split("\n") if "#" in line))
    if not found and not said and not in_comments:
        return None
    if said or in_comments:
        head = to_yaml(clean).rstrip("\n")
    text = f"---\n{head}\n---\n{replaced(body, found)}"
    with tempfile.TemporaryDirectory(prefix="scrub-") as folder:
        aside = Path(folder) / path.name
        aside.write_bytes(text.encode("utf-8"))
        new = _read(aside, name)
    if new is None or [(p.label, p.question, p.time) for p in new.passages] != [
        (p.label, p.question, p.time) for p in old.passages
    ]:
        raise SourceError(
            f"{name}: a text keeps its passages when labels take the place of names (got others). Look for a label at "
            "the beginning of a line, and decide on it anew."
        )
    return Relabelled(text.encode("utf-8"), new, tuple(found), tuple(said))


def decided_entities(loaded: Loaded, frame: pd.DataFrame, key: Key) -> tuple[Entity, ...]:
    """The entities of the key with what a person decided to replace now; who has a label keeps it.

    Raises
    ------
    StudyError
        A form is the id of a participant or the label of a speaker, or one label stands for two classes.
    """
    known = known_labels(key)
    entities = {e.label: e for e in key.entities}
    rows = records(frame[frame["decision"] == REPLACE])
    # What is proposed for rows that are still open counts as used: it may be decided later.
    numbers = used_numbers(loaded, [*entities, *(row["label"] for row in records(frame) if row["label"])])
    taken = {name.casefold() for name in known_names(loaded)}
    problems: list[Problem] = []
    for row in rows:
        if row["form"].casefold() in taken:
            step = "Give the speaker an id such as P01 in the front matter and in participants.csv first."
            problems.append(Problem("the table", 0, "a label or an id of the study is replaced by hand", "one", step))
            continue
        label = known.get(form_id(row["form"])) or row["label"] or _fresh(row["class"], numbers)
        entity = entities.get(label) or Entity(label, row["class"], ())
        if number_of(label)[0] != CLASSES.get(row["class"]) and label not in known.values():
            step = "Give both rows one class, or empty the label of one."
            problems.append(Problem("the table", 0, f"{label} stands for one class", row["class"], step))
        entities[label] = _with_form(entity, row)
    if problems:
        raise StudyError("the decisions do not hold; nothing is replaced:", problems)
    return tuple(sorted(entities.values(), key=lambda e: number_of(e.label)))


def _with_form(entity: Entity, row: Mapping[str, str]) -> Entity:
    words = " ".join(row["form"].split())
    if not words:
        raise ReleaseError("a form that is replaced has at least one word (got none). Mend the table.")
    if form_id(words) in {form_id(form.words) for form in entity.forms}:
        return entity
    return Entity(entity.label, entity.cls, (*entity.forms, Form(words, row["found_by"], row["match"])))


def _fresh(cls: str, numbers: dict[str, int]) -> str:
    numbers[CLASSES[cls]] = numbers.get(CLASSES[cls], 0) + 1
    return make_label(cls, numbers[CLASSES[cls]])


def _clean(value: Any, replacer: Replacer, said: list[Replacement]) -> Any:
    if isinstance(value, str):
        found = replacer.find(value)
        said += found
        return replaced(value, found)
    if isinstance(value, dict):
        return {key: _clean(item, replacer, said) for key, item in value.items()}
    return [_clean(item, replacer, said) for item in value] if isinstance(value, list) else value


def _read(path: Path, name: str) -> Source | None:
    return read_source(path, name=name)[0]
