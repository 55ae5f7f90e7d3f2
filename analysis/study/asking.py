"""What is asked of a person while files come in? Short questions; an empty answer passes a file over.

The questions need only a way to print and a way to ask, so that a terminal, a notebook or a test can answer them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from analysis.model import words_in
from analysis.sources.cast import CONTINUES, NONE, OWN, Cast, Voice
from analysis.sources.labels import EVERYTHING
from analysis.sources.readers.decode import USUAL, EncodingUnknown
from analysis.sources.text import PARTS
from analysis.study.config import Role
from analysis.study.intake import LANGUAGE_ASKED, ROLE_ASKED, UNLABELLED_ASKED, Given, Unsure

Ask = Callable[[str, Sequence[str]], str]
"""Asks a question with the answers that are possible (none named: any); gives the answer, or nothing."""


class Interview:
    """Answers for `ingest`: asks about each file that is unsure, and keeps what was said for that file alone."""

    def __init__(self, ask: Ask, say: Callable[[str], None], roles: Sequence[Role] = ()) -> None:
        self._ask, self._say, self._roles = ask, say, list(roles)

    def __call__(self, name: str, error: Unsure | EncodingUnknown, given: Given) -> tuple[Given, str] | None:
        """What a person says about the file; None to pass it over."""
        self._say(f"{name}:")
        if isinstance(error, EncodingUnknown):
            return self._encoding(error, given)
        voices = dict(given.cast.files.get(name, {}))
        for about, label, seen in error.questions:
            if about == LANGUAGE_ASKED:
                said = self._ask("  Language of the file, such as en or id", ())
                given = replace(given, language=said)
            elif about == ROLE_ASKED:
                said = self._role(label)
                voices[label] = replace(given.cast.of(name).get(label, voices.get(label, Voice())), role=said)
            else:
                said = self._voice(about, label, seen, voices, given.cast.of(name))
            if not said:
                return None
        files = {**given.cast.files, name: voices}
        return replace(given, cast=Cast(given.cast.voices, files, given.cast.about)), ""

    def _encoding(self, error: EncodingUnknown, given: Given) -> tuple[Given, str] | None:
        self._say("  The text is no UTF-8. As one encoding or another, it reads:")
        for encoding in USUAL:
            shown = " ".join(error.around.decode(encoding, "replace").split())
            self._say(f"  {encoding:<10} {shown}")
        said = self._ask("  Encoding", ())
        return (given, said) if said else None

    def _role(self, label: str) -> str:
        for role in self._roles:
            self._say(f"    {role.id}: {words_in(role.name, 'en')}")
        return self._ask(f"  Role of {label}", [role.id for role in self._roles])

    def _voice(self, about: str, label: str, seen: str, voices: dict[str, Voice], declared: dict[str, Voice]) -> str:
        shown = "what stands under no label" if label == EVERYTHING else repr(label)
        voice = declared.get(label, Voice())
        if about == UNLABELLED_ASKED:
            said = self._ask(f"  Later paragraphs without a label are its {OWN}, or each {CONTINUES}", (OWN, CONTINUES))
            voices[label] = replace(voice, unlabelled=said or "")
            return said
        self._say(f"  {shown}: {seen}")
        said = self._ask("  What is it", (*PARTS, NONE))
        if said in ("respondent", "other"):
            person = self._ask("  Participant, such as P07; 'new' for the next free number", ()) if said else ""
            if not person:
                return ""
            voices[label] = replace(voice, part=said, id="" if person == "new" else person)
        elif said:
            voices[label] = replace(voice, part=said)
        return said
