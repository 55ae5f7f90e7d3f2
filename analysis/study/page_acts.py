"""Who put a coding there, when, with which memo and ruling, and what of that may be told without telling who spoke?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analysis.release import Gate
from analysis.study.handle import Study


@dataclass(frozen=True)
class Acts:
    """The acts behind codings, as far as a gate lets them be told."""

    study: Study
    gate: Gate

    def coders(self, ids: str, person: str) -> list[list[str]]:
        """Who put it there, and on which day; of a ruling, the adjudicator comes last.

        In public without the days, and without coders who read too few persons under the speaker's label: what was
        coded on one day, or by such a coder, would be known to come from one source.
        """
        parts = ids.split("+")
        of = [part for r in self._by_id.get(parts[0], ()) for part in r.of.split("+")]
        acts = [self._acts[part] for part in dict.fromkeys([*of, *parts]) if part in self._acts]
        if self.gate.internal:
            return [list(act) for act in acts]
        return [[who] for who, _ in acts if self.coder_is_safe(person, who)]

    def read_as(self, ids: str, source: str) -> dict[str, Any]:
        """The ruling on a coding with its reason, and the memos of its coders."""
        parts, found = ids.split("+"), {}
        ruling = self._rulings.get((source, parts[0]))
        if ruling is not None:
            found["ruled"] = {"difference": ruling.difference, "reason": ruling.reason}
            parts += ruling.of.split("+")
        said = [part for part in parts if part in self._memos and (ruling is None or part != ruling.id)]
        return found | {"memos": [[self._acts[part][0], self._memos[part]] for part in said]}

    def kind_is_safe(self, person: str, kind: str) -> bool:
        """Whether as many persons as a label needs were heard in this kind of source under the person's label."""
        return self._classes.get((self.gate.label(person, "en"), kind), 0) >= self.gate.k

    def coder_is_safe(self, person: str, coder: str) -> bool:
        """Whether the coder read as many persons as a label needs under the person's label."""
        return self._read.get((self.gate.label(person, "en"), coder), 0) >= self.gate.k

    @cached_property
    def _read(self) -> Mapping[tuple[str, str], int]:
        """Label and coder -> persons under the label in whose sources the coder wrote."""
        sources, journals = self.study.loaded.field_sources, self.study.loaded.journals
        wrote = {(act.by, key) for (_, key), journal in journals.items() for act in journal.acts if key in sources}
        read = {(p, who) for who, key in wrote for p in sources[key].participants if self.gate.may(p, "analyse")}
        return Counter((self.gate.label(person, "en"), who) for person, who in read)

    @cached_property
    def _classes(self) -> Mapping[tuple[str, str], int]:
        """Label and kind of source -> persons under the label who were heard in such a source."""
        heard = {(p, s.kind) for s in self.study.loaded.field_sources.values() for p in s.participants}
        heard = {(p, kind) for p, kind in heard if self.gate.may(p, "analyse")}
        return Counter((self.gate.label(person, "en"), kind) for person, kind in heard)

    @cached_property
    def _acts(self) -> dict[str, tuple[str, str]]:
        """Id of a coding, relation or ruling -> who wrote it first, and the day."""
        found: dict[str, tuple[str, str]] = {}
        for journal in self.study.loaded.journals.values():
            for act in journal.acts:
                if act.id and act.op in ("add", "accept", "relate", "rule"):
                    found.setdefault(act.id, (act.by, act.at[:10]))
        return found

    @cached_property
    def _rulings(self) -> dict[tuple[str, str], Any]:
        return {(r.source, r.id): r for found in self._by_id.values() for r in found}

    @cached_property
    def _by_id(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for state in self._states.values():
            for ruling in state.rulings:
                found.setdefault(ruling.id, []).append(ruling)
        return found

    @cached_property
    def _memos(self) -> dict[str, str]:
        return {c.id: c.memo for state in self._states.values() for c in state.codings if c.memo and c.id in self._acts}

    @cached_property
    def _states(self) -> Mapping[Any, Any]:
        return self.study.loaded.states
