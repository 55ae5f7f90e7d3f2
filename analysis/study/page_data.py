"""What does the evidence page know? Everything behind the marks, as far as the release gate lets it through.

What the gate keeps back is not in these records at all, so that no page made of them can show it. In public they name
no source, place or date, and stand in the order of their words: where they stood would tell who spoke.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.model import FIELD_KINDS, Passage, Source
from analysis.study.handle import Study
from analysis.study.page_acts import Acts

Row = dict[str, Any]


@dataclass(frozen=True)
class Pool:
    """Quotations, provisions and passages, each once; figures refer to them by number."""

    study: Study
    profile: str
    passages: list[Row] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)
    norms: list[Row] = field(default_factory=list)
    said: list[Row] = field(default_factory=list)
    """Where the quotations that are shown stand, and who speaks: for the check of what leaves, never for the page."""
    shelves: dict[str, list[Any]] = field(default_factory=lambda: {"acts": [], "attrs": []})
    """What many quotations share: who coded when, and the attributes that go together; quotations hold numbers."""
    _numbers: dict[object, int] = field(default_factory=dict)

    @cached_property
    def gate(self) -> Any:
        """The gate of the profile."""
        return self.study.gate(self.profile)

    @cached_property
    def acts(self) -> Acts:
        """Who coded what and when, as far as that may be told."""
        return Acts(self.study, self.gate)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the page."""
        return tuple(self.study.config.languages) or ("en",)

    @cached_property
    def coded(self) -> dict[str, int]:
        """Id of each coding and relation in force that may be shown -> its number; what is held back is missing.

        Inside, what is held back has a number too, without its words.
        """
        links = self.study.material.relations
        named = links.assign(code=links["from_code"] + " " + links["type"] + " " + links["to_code"])
        rows = [*_records(self.study.material.codings, position="stance"), *_records(named, position="modality")]
        made = [(row, quote) for row in rows if (quote := self._quote(row)) is not None]
        if not self.gate.internal:
            self._shuffle([quote for _, quote in made])
            made.sort(key=lambda pair: (self._words(pair[1]), pair[1]["code"], str(pair[0]["id"])))
        numbers = {}
        self.said.extend(row for row, quote in made if not quote.get("held") and row["person"])
        for row, quote in made:
            numbers[str(row["id"])] = len(self.quotes)
            name = str(row["id"]) if self.gate.internal else f"q{len(self.quotes)}"
            self.quotes.append({"id": name} | quote)
        return numbers

    def norm(self, row: Mapping[str, Any]) -> int:
        """The number of a provision or passage of literature as it stands behind a mark."""
        key = ("norm", row["ref"], row["code"], row["position"], row["start"], row["end"])
        if key not in self._numbers:
            source = self.study.loaded.sources.get(str(row["source"]))
            place = source.passage_at(int(row["start"]), int(row["end"])) if source else None
            entry: Row = {"ref": str(row["ref"]), "s": str(row["source"])}  # the page calls it by `ref|code`
            entry |= {"kind": str(row["kind"]), "article": str(row["article"]), "code": str(row["code"])}
            entry |= {k: str(row[k]) for k in ("position", "confidence", "scope", "person_group") if row.get(k)}
            entry |= _held_from(self._register.get(str(row["ref"])))
            if source is not None and place is not None:
                entry |= {"p": self.passage(source, place), **_span(place, int(row["start"]), int(row["end"]))}
            self._numbers[key] = len(self.norms)
            self.norms.append(entry)
        return self._numbers[key]

    def passage(self, source: Source, place: Passage, *, translated: bool = True) -> int:
        """The number of a passage with its words and translations."""
        key = ("passage", source.id, place.number)
        if key not in self._numbers:
            entry: Row = {"w": place.text, "lang": source.language}
            if translated:
                entry |= {"t": {k: v[place.number - 1] for k, v in source.translations.items() if k in self.languages}}
            self._numbers[key] = len(self.passages)
            self.passages.append(full(entry))
        return self._numbers[key]

    def _quote(self, row: Mapping[str, Any]) -> Row | None:
        """A coding as a quotation; None where nothing of it may be told."""
        gate, source = self.gate, self.study.loaded.sources[str(row["source"])]
        start, end, label = int(row["start"]), int(row["end"]), str(row["label"])
        shown = gate.may_print(source.kind, label, source.id, start, end)
        if not gate.internal and not shown:
            return None
        by = [self._shelve("acts", act) for act in self.acts.coders(str(row["id"]), label)]
        quote: Row = {"code": str(row["code"]), "position": str(row["position"]), "by": by}
        if "from_code" in row:
            quote |= {"rel": [row["from_code"], row["type"], row["to_code"]], "sign": str(row["polarity"])}
        if gate.internal:
            who = _whereabouts(row, source)
            quote |= self._reading(row, source)
        else:
            who = {"label": {x: gate.label(label, x) for x in self.languages}}
            who |= {"kind": source.kind} if self.acts.kind_is_safe(label, source.kind) else {}
        if not shown:
            return full(quote | who | {"held": True})
        words = self._said(source, label, start, end)
        if "p" not in words:
            return full(quote | who | words)
        self.passages[words["p"]]["who"] = full(who)
        return full(quote | words)

    def _said(self, source: Source, label: str, start: int, end: int) -> Row:
        """The words, with the passage around them where that may be shown, else alone."""
        gate, place = self.gate, source.passage_at(start, end)
        words: Row = {"w": source.body[start:end], "lang": source.language}
        if place is None:
            return words
        free = not gate.holds_back(source.id, place.start, place.end)
        around = free and (label not in gate.participants or gate.may_show_around(label))
        if not around:
            return words | {"alone": True}
        translated = label not in gate.participants or gate.may_translate(label)
        found: Row = {"p": self.passage(source, place, translated=translated), **_span(place, start, end)}
        asked = source.passages[place.number - 2] if place.number > 1 else None
        if gate.internal and asked is not None and source.is_interviewer(asked.label):
            found["b"] = self.passage(source, asked)
        return found

    def _reading(self, row: Mapping[str, Any], source: Source) -> Row:
        """How the words were read, told inside alone: attributes, facet, memos, and the ruling with its reason."""
        attributes = {key: str(row[key]) for key in self.study.config.attributes if row.get(key)}
        found: Row = {"facet": str(row.get("facet") or "")}
        found |= {"attrs": self._shelve("attrs", attributes)} if attributes else {}
        return found | self.acts.read_as(str(row["id"]), source.id)

    def _shelve(self, shelf: str, value: Any) -> int:
        """The number of what many quotations share."""
        key = (shelf, str(value))
        if key not in self._numbers:
            self._numbers[key] = len(self.shelves[shelf])
            self.shelves[shelf].append(value)
        return self._numbers[key]

    def _shuffle(self, quotes: Iterable[Row]) -> None:
        """Put the passages in the order of their words, so that their order does not tell who spoke after whom."""
        order = sorted(range(len(self.passages)), key=lambda n: str(self.passages[n]["w"]))
        new = {old: number for number, old in enumerate(order)}
        self.passages[:] = [self.passages[old] for old in order]
        for quote in quotes:
            quote |= {"p": new[quote["p"]]} if "p" in quote else {}
        placed = [key for key in self._numbers if isinstance(key, tuple) and key[0] == "passage"]
        self._numbers.update({key: new[self._numbers[key]] for key in placed})

    def _words(self, quote: Row) -> str:
        """What public quotations are sorted by."""
        return str(quote["w"]) if "w" in quote else f"{self.passages[quote['p']]['w']} {quote['a']:09d}"

    @cached_property
    def _register(self) -> dict[str, Any]:
        return {provision.ref: provision for provision in self.study.loaded.provisions}


def _records(frame: pd.DataFrame, *, position: str) -> list[dict[str, Any]]:
    kept = frame[frame["kind"].isin(FIELD_KINDS)]
    return [{str(k): v for k, v in row.items()} for row in kept.assign(position=kept[position]).to_dict("records")]


def _whereabouts(row: Mapping[str, Any], source: Source) -> Row:
    """Who speaks, where and when, told inside alone."""
    place = source.passage_at(int(row["start"]), int(row["end"]))
    found: Row = {"s": source.id, "kind": source.kind, "label": str(row["label"])}
    found |= {"at": place.locator, "n": place.number} if place else {}
    return found | {key: str(row[key]) for key in ("role", "group", "question") if row.get(key)}


def _held_from(provision: Any) -> Row:
    """Since when and until when a provision holds, and how far it was read."""
    return {} if provision is None else {"force": [provision.in_force_from, provision.in_force_to]}


def _span(place: Passage, start: int, end: int) -> Row:
    """Where the words stand in the passage, as a browser counts: UTF-16 units."""
    a = _units(place.text[: start - place.start])
    return {"a": a, "z": a + _units(place.text[start - place.start : end - place.start])}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def full(entry: Row) -> Row:
    """The entry without what is empty; numbers stay."""
    return {k: v for k, v in entry.items() if v or (isinstance(v, int) and not isinstance(v, bool))}
