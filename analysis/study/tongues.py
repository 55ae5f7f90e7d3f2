"""Would the language in which somebody spoke tell who it was?

Under a published label the language is a second label: of three experts, the one who spoke English stands alone (F43).
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.model import Source
from analysis.release import Gate


def telling_tongues(sources: Iterable[Source], gate: Gate) -> frozenset[tuple[str, str]]:
    """In which languages would words tell who spoke, though the label does not?

    Parameters
    ----------
    sources : those in which people speak

    Returns
    -------
    Pairs (person, language): fewer persons than a label needs (`gate.k`) spoke the language under the person's label,
    and it is not the language of most of them. What most speak stays: once the rest is held back, it tells nobody
    apart. Empty in the internal profile, which names the speakers.

    Source
    ------
    The rule for published labels (F43; Sweeney 2002), with the language as part of the label: ours.
    """
    if gate.internal:
        return frozenset()
    spoke: dict[str, dict[str, set[str]]] = {}
    for source in sources:
        for person in source.participants:
            if person in gate.participants and gate.may(person, "analyse"):
                spoke.setdefault(gate.label(person, "en"), {}).setdefault(source.language, set()).add(person)
    return frozenset(
        (person, language)
        for tongues in spoke.values()
        for language, people in tongues.items()
        if len(people) < gate.k and language != _most(tongues)
        for person in people
    )


def _most(tongues: dict[str, set[str]]) -> str:
    """The language of most persons; of equal ones the first by name."""
    return min(tongues, key=lambda language: (-len(tongues[language]), language))
