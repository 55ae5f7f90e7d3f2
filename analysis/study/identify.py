"""What in the study may name somebody, and which label would stand for it? One row per form of words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from analysis.model import Source
from analysis.sources.identifiers import (
    BEGINNING,
    CAPITAL,
    FIRST,
    SURE,
    Hit,
    Ordinary,
    find_identifiers,
    ordinary_words,
)
from analysis.sources.key import Key
from analysis.sources.patterns import CLASSES
from analysis.sources.pseudonyms import LABEL, is_number, make_label, number_of
from analysis.study.acts import source_of
from analysis.study.loaded import Loaded
from analysis.tables import read_csv, sha256

COLUMNS = (
    "id",
    "form",
    "class",
    "label",
    "decision",
    "reason",
    "match",
    "count",
    "sources",
    "found_by",
    "rank",
    "context",
    "note",
)
REPLACE, KEEP = "replace", "keep"
LOG = "interviews/scrubbed.csv"
LOG_COLUMNS = ("run", "file", "label", "class", "rule", "count")
AROUND = 40


@dataclass
class _Found:
    """A form while it is gathered."""

    hit: Hit
    order: int
    forms: dict[str, int] = field(default_factory=dict)
    sources: dict[str, None] = field(default_factory=dict)
    context: str = ""


def chosen_sources(loaded: Loaded, sources: Sequence[str]) -> list[Source]:
    """The named sources; without names, all in which people speak or are watched."""
    return [source_of(loaded, s) for s in dict.fromkeys(sources)] or list(loaded.field_sources.values())


def texts_of(source: Source) -> Iterable[tuple[str, str]]:
    """Every passage of a source, then those of its translations: where it stands, and its text."""
    yield from ((source.id, p.text) for p in source.passages)
    for language, texts in sorted(source.translations.items()):
        yield from ((f"{source.id}.{language}", text) for text in texts)


def known_names(loaded: Loaded) -> set[str]:
    """Ids and labels that stand for somebody already."""
    labels = {label for s in loaded.sources.values() for label in s.speakers}
    return labels | set(loaded.participants) | set(loaded.sources)


def ordinary_in(loaded: Loaded) -> Ordinary:
    """The words that are common in all texts of the study."""
    texts = (text for s in loaded.sources.values() for _, text in texts_of(s))
    return ordinary_words(texts, loaded.patterns.ordinary)


def identifiers(loaded: Loaded, sources: Sequence[str] = (), *, key: Key | None = None) -> pd.DataFrame:
    """What in these sources may name somebody (F42)?

    Parameters
    ----------
    sources : ids; all in which people speak, by default
    key : the key of earlier runs, so that who is known keeps his label

    Returns
    -------
    One row per form of words, the likeliest first: `id` of the row; `form`; `class`; `label` proposed, the same for
    forms that seem to name one; `decision` (replace or keep, for a person to fill in) and `reason` (of a keep); `match`
    (`exact` where other cases mean something else); `count` of places found; `sources`; `found_by`; `rank` (1 by its
    form or a word beside it, 2 a capital inside a sentence, 3 a capital where a sentence begins); one `context`; a
    `note`.
    """
    texts = chosen_sources(loaded, sources)
    found, known = _gather(loaded, texts), known_labels(key)
    found |= _parts(loaded, texts, found, known)
    labels, classes, notes = _propose(loaded, found, key)
    kept = {form_id(form): reason for form, reason in loaded.kept.items()}
    lower = _lower_case(loaded, [entry.hit.form for entry in found.values()])
    rows = []
    for name, entry in found.items():
        form = max(entry.forms, key=lambda f: (entry.forms[f], f))
        own = form_id(form)
        decision = REPLACE if own in known else KEEP if own in kept else ""
        said = [
            notes.get(name, ""),
            f"in lower case {lower[form.casefold()]} times" if form.casefold() in lower else "",
        ]
        rows.append(
            {
                "id": own,
                "form": form,
                "class": classes[name],
                "label": labels.get(name, ""),
                "decision": decision,
                "reason": kept.get(own, "") if decision == KEEP else "",
                "match": "",
                "count": sum(entry.forms.values()),
                "sources": " ".join(entry.sources),
                "found_by": entry.hit.detector,
                "rank": entry.hit.rank,
                "context": entry.context,
                "note": "; ".join(filter(None, said)),
            }
        )
    order = list(CLASSES)
    rows.sort(key=lambda r: (r["rank"], order.index(str(r["class"])), str(r["form"]).casefold()))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def form_id(form: str) -> str:
    """The id of a row: the same for a form in any case, and for a number however it is grouped."""
    digits = "".join(char for char in form if char.isdigit())
    return "i" + sha256(digits if is_number(form) else " ".join(form.casefold().split()))[:9]


def known_labels(key: Key | None) -> dict[str, str]:
    """Row id -> label, for every form that the key holds."""
    return {form_id(f.words): e.label for e in (key.entities if key else ()) for f in e.forms}


def used_numbers(loaded: Loaded, labels: Iterable[str]) -> dict[str, int]:
    """Beginning of a label -> the highest number in use, so that no label is ever taken for a participant's id."""
    highest: dict[str, int] = {}
    logged = read_csv(loaded.root / LOG, required=LOG_COLUMNS) if (loaded.root / LOG).is_file() else []
    texts = (text for s in loaded.field_sources.values() for _, text in texts_of(s))
    standing = {m[0] for text in texts for m in LABEL.finditer(text)}
    for label in {*labels, *standing, *(one[0] for row in logged for one in LABEL.finditer(row["label"]))}:
        begins, number = number_of(label)
        highest[begins] = max(highest.get(begins, 0), number)
    people = [int(m[0]) for person in loaded.participants if (m := re.search(r"\d+$", person))]
    highest["P"] = max([highest.get("P", 0), *people])
    return highest


def _gather(loaded: Loaded, sources: Iterable[Source]) -> dict[str, _Found]:
    """Form, whatever its case -> where it was found, in the order of the texts."""
    ordinary, known = ordinary_in(loaded), known_names(loaded)
    found: dict[str, _Found] = {}
    for source in sources:
        for where, text in texts_of(source):
            hits = find_identifiers(text, loaded.patterns, ordinary=ordinary, known=known)
            for hit in (*hits, *_without_first(hits)):
                key = form_id(hit.form)
                entry = found.setdefault(key, _Found(hit, len(found)))
                if hit.rank < entry.hit.rank:
                    entry.hit = hit
                form = " ".join(hit.form.split())
                entry.forms[form] = entry.forms.get(form, 0) + 1
                entry.sources[where] = None
                entry.context = entry.context or _around(text, hit)
    return found


def _parts(
    loaded: Loaded, sources: Iterable[Source], found: Mapping[str, _Found], known: Collection[str]
) -> dict[str, _Found]:
    """Single words of persons' names that stand in lower case somewhere, as transcribers type them."""
    ordinary, counts, where = ordinary_in(loaded), Counter[str](), dict[str, dict[str, None]]()
    for source in sources:
        for place, text in texts_of(source):
            for word in filter(str.islower, re.findall(r"[^\W\d_]+", text)):
                counts[word] += 1
                where.setdefault(word, {})[place] = None
    longer = [
        e
        for k, e in found.items()
        if " " in e.hit.form and e.hit.rank < FIRST and (e.hit.cls == "person" or k in known)
    ]
    parts: dict[str, _Found] = {}
    for entry in longer:
        for word in entry.hit.form.split():
            small, key = counts[word.casefold()], form_id(word)
            if len(word) > 2 and small and key not in found and not ordinary.holds(word):
                hit = replace(entry.hit, form=word, detector="part of a name", rank=CAPITAL)
                places = where[word.casefold()]
                parts[key] = _Found(hit, len(found) + len(parts), {word: small}, places, entry.context)
    return parts


def _without_first(hits: Sequence[Hit]) -> Iterable[Hit]:
    """A name at the beginning of a sentence once more without its first word, which may be no part of it."""
    for hit in hits:
        first, _, rest = hit.form.partition(" ")
        if hit.detector == BEGINNING and rest:
            yield replace(hit, start=hit.start + len(first) + 1, form=rest)


def _around(text: str, hit: Hit) -> str:
    return " ".join(text[max(0, hit.start - AROUND) : hit.end + AROUND].split())


def _propose(
    loaded: Loaded, found: Mapping[str, _Found], key: Key | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Label, class and note of each form: one name inside exactly one longer name is taken for the same person."""
    known = known_labels(key)
    numbers = used_numbers(loaded, known.values())
    people = {k: e for k, e in found.items() if e.hit.cls in ("person", "name") and e.hit.rank < FIRST}
    forms = {k: f" {' '.join(e.hit.form.casefold().split())} " for k, e in people.items()}
    longer = {k: form for k, form in forms.items() if " " in form.strip()}
    labels: dict[str, str] = {}
    classes = {k: e.hit.cls for k, e in found.items()}
    notes: dict[str, str] = {}
    same: dict[str, str] = {}
    for name in people:
        holding = [k for k, form in longer.items() if k != name and forms[name] in form]
        within = [k for k in holding if not any(forms[k] in forms[other] for other in holding if other != k)]
        if len(within) == 1:
            same[name] = within[0]
            notes[name] = f"taken for {people[within[0]].hit.form}"
            if "person" in (classes[name], classes[within[0]]):
                classes[name] = classes[within[0]] = "person"
        elif within:
            notes[name] = "may be " + " or ".join(people[k].hit.form for k in within)
    for name, entry in sorted(found.items(), key=lambda item: item[1].order):
        if name in known:
            labels[name] = known[name]
        elif name not in same and entry.hit.rank < FIRST:
            begins = CLASSES[classes[name]]
            numbers[begins] = numbers.get(begins, 0) + 1
            labels[name] = make_label(classes[name], numbers[begins])
    for name, of in same.items():
        labels.setdefault(name, labels[of])
    by_label = {e.label: e.cls for e in (key.entities if key else ())}
    return labels, {k: by_label.get(labels.get(k, ""), cls) for k, cls in classes.items()}, notes


def _lower_case(loaded: Loaded, forms: Iterable[str]) -> dict[str, int]:
    """How often single words stand in lower case, as ordinary words do."""
    wanted = {form.casefold() for form in forms if " " not in form and not form.islower()}
    counts: dict[str, int] = {}
    for source in loaded.field_sources.values():
        for _, text in texts_of(source):
            for match in re.finditer(r"[^\W\d_]+", text):
                if match[0].islower() and match[0] in wanted:
                    counts[match[0]] = counts.get(match[0], 0) + 1
    return counts


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def sure(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that name somebody unless a person says otherwise: all but the first words of sentences."""
    return frame[frame["rank"].between(SURE, FIRST - 1)]
