"""What must a person say before a file can be taken in?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.errors import SourceError
from analysis.sources.cast import CONTINUES, OWN


class Unsure(SourceError):
    """A person has to decide. `questions`: (what it is about, the label or empty, what was seen)."""

    def __init__(self, name: str, questions: Sequence[tuple[str, str, str]]) -> None:
        self.questions = list(questions)
        asked: dict[str, list[str]] = {}
        for about, label, seen in questions:
            asked.setdefault(about, []).append(f"{label} {seen}".strip())
        said = [f"{about}: {', '.join(seen[:8])}{', …' if len(seen) > 8 else ''}" for about, seen in asked.items()]
        steps = [step for about, step in _STEPS.items() if about in asked]
        super().__init__(f"{name}: a person has to say ({'; '.join(said)}). {'; '.join(dict.fromkeys(steps))}.")


PART_ASKED = "what these speakers are"
SPEAKER_ASKED = "whether these are speakers"
NOBODY_ASKED = "whose the words under no label are"
UNLABELLED_ASKED = "whose later paragraphs without a label are"
LANGUAGE_ASKED = "the language"
ROLE_ASKED = "the role of new participants"
_SAY = "Say it with --speakers FILE (--speakers-template begins one) or --speaker LABEL=PART"
_STEPS: Mapping[str, str] = {
    PART_ASKED: _SAY,
    SPEAKER_ASKED: _SAY,
    NOBODY_ASKED: _SAY,
    UNLABELLED_ASKED: f"Write unlabelled: {OWN} or {CONTINUES} beside '*' in the file of --speakers",
    LANGUAGE_ASKED: "Give --language",
    ROLE_ASKED: "Give --role",
}
