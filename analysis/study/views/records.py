"""What was said and written, by whom, and what did they allow? Sources, passages, people, documents, guide."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from analysis.document_evidence import documents_frame
from analysis.model import words_in
from analysis.sources.register import register_frame
from analysis.study import people
from analysis.study.views.shelf import Shelf


class Records(Shelf):
    """The material of a study as frames."""

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row per source in which people speak: kind, date, role, language, minutes, words, provenance."""
        rows = []
        for s in self._loaded.field_sources.values():
            people = [self._loaded.participants[p] for p in s.participants if p in self._loaded.participants]
            rows.append(
                {
                    "source": s.id,
                    "kind": s.kind,
                    "date": s.date,
                    "role": ", ".join(dict.fromkeys(p.role for p in people)),
                    "language": s.language,
                    "minutes": s.meta.get("duration_min"),
                    "passages": len(s.passages),
                    "words": sum(len(p.text.split()) for p in s.passages),
                    "translated": ", ".join(sorted(s.translations)),
                    "provenance": s.provenance,
                }
            )
        columns = ["source", "kind", "date", "role", "language", "minutes", "passages", "words", "translated"]
        return pd.DataFrame(rows, columns=[*columns, "provenance"]).set_index("source")

    @cached_property
    def passages(self) -> pd.DataFrame:
        """One row per passage of every source: where it stands, label, locator, question, text, translation.

        Label and locator (page, time) are what a citation needs: speaker and time; article and page.
        """
        language = self.config.languages[0] if self.config.languages else "en"
        rows = [
            {
                "source": s.id,
                "kind": s.kind,
                "passage": p.number,
                "label": p.label,
                "locator": p.locator,
                "time": p.time,
                "question": p.question,
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "translation": s.translations[language][p.number - 1] if language in s.translations else "",
            }
            for s in self._loaded.sources.values()
            for p in s.passages
        ]
        columns = ["source", "kind", "passage", "label", "locator", "time", "question", "start", "end", "text"]
        return pd.DataFrame(rows, columns=[*columns, "translation"])

    @cached_property
    def participants(self) -> pd.DataFrame:
        """One row per participant: role, group, and the columns of interviews/participants.csv."""
        rows = []
        for p in self._loaded.participants.values():
            own = {"person": p.id, "role": p.role, "group": self.config.group_of.get(p.role, "")}
            rows.append({**own, **{key: value for key, value in p.attributes.items() if key not in own}})
        return pd.DataFrame(rows, columns=None if rows else ["person", "role", "group"]).set_index("person")

    def sample(self, *, by: str = "role", profile: str = "", language: str = "") -> pd.DataFrame:
        """Who is in the sample (F01)? One row per kind of source and role or group; in public, per label."""
        return people.sample_table(self._loaded, self.gate(profile), by=by, language=language or self._first_language)

    def sample_statement(self, language: str = "", *, by: str = "role", profile: str = "") -> str:
        """The sample as the paragraph of a methods section; raises StudyError with all that is missing (F01)."""
        language = language or self._first_language
        mark = self.constructed_mark(language)
        return people.sample_paragraph(self._loaded, self.gate(profile), by=by, language=language, mark=mark)

    @property
    def consents(self) -> pd.DataFrame:
        """What did each person allow, use by use, and what follows (F45)? One row per participant."""
        return people.consents_frame(self._loaded, self.gate())

    def withdrawals(self) -> list[str]:
        """What is left out because consent was withdrawn? One sentence per person."""
        return people.withdrawals(self._loaded, self._coded_words)

    @property
    def _coded_words(self) -> dict[str, int]:
        """Person -> standing codings and relations on the person's words, whether they count or not."""
        counts: dict[str, int] = {}
        for state in self._loaded.states.values():
            for coding in state.codings:
                source = self._loaded.sources.get(coding.source)
                passage = source.passage_at(coding.start, coding.end) if source and not coding.adrift else None
                if passage and passage.label in self._loaded.participants:
                    counts[passage.label] = counts.get(passage.label, 0) + 1
        return counts

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row per document: kind, title, date, passages, and what its words are."""
        return documents_frame(self._loaded.documents.values(), self.config.languages[0])

    @cached_property
    def provisions(self) -> pd.DataFrame:
        """One row per provision of the register, with `in_frame`: does it hold in the study's legal frame?"""
        return register_frame(self._loaded.provisions, self.config.frame)

    @cached_property
    def guide(self) -> pd.DataFrame:
        """One row per question of the interview guide: research question, text, codes, how many sources asked it."""
        language = self.config.languages[0]
        asked = self.passages[self.passages["question"] != ""].groupby("question")["source"].nunique()
        rows = [
            {
                "question": q.id,
                "research_question": q.research_question,
                "text": words_in(q.text, language),
                "codes": ", ".join(q.codes),
                "asked_in": int(asked.get(q.id, 0)),
            }
            for q in self._loaded.guide.values()
        ]
        columns = ["question", "research_question", "text", "codes", "asked_in"]
        return pd.DataFrame(rows, columns=columns).set_index("question")

    def class_sizes(self, by: str) -> dict[str, int]:
        """How many persons speak in the sources of each role, group or source?"""
        spoken = {(s.id, p) for s in self._loaded.field_sources.values() for p in s.participants if p in self._heard}
        sizes: dict[str, int] = {}
        for case in (case for person in {p for _, p in spoken} for case in self._cases(by, person, spoken)):
            sizes[case] = sizes.get(case, 0) + 1
        return dict(sorted(sizes.items()))

    def _cases(self, by: str, person: str, spoken: set[tuple[str, str]]) -> list[str]:
        if by == "source":
            return [source for source, who in spoken if who == person]
        entry = self._loaded.participants.get(person)
        role = entry.role if entry else ""
        return [role if by == "role" else self.config.group_of.get(role, "")] if role else []

    def _groups_of_sources(self) -> dict[str, str]:
        groups = {}
        for source in self._loaded.field_sources.values():
            people = [self._heard[p] for p in source.participants if p in self._heard]
            if people or not source.participants:
                groups[source.id] = next((self.config.group_of.get(p.role, "") for p in people), "")
        return groups
