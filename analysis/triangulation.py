"""Which kinds of source support, contradict, are silent? Convergence coding matrix and its assessment (F08, F09).

Source: Farmer, Robinson, Elliott and Eyles (2006), Qualitative Health Research 16(3), 377-394,
doi:10.1177/1049732305285708; O'Cathain, Murphy and Nicholl (2010), doi:10.1136/bmj.c4587. The thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import pandas as pd

from analysis.codebook import FAMILY, Codebook
from analysis.errors import TriangulationError
from analysis.model import FIELD_KINDS, Participant, Question, Source, Words

AGREEMENT, PARTIAL, SILENCE, DISSONANCE, NO_DATA = "agreement", "partial", "silence", "dissonance", "no data"
SILENCES: tuple[str, ...] = ("asked_but_silent", "not_asked", "not_coded", "cannot_know")
PROFILE_COLUMNS: tuple[str, ...] = ("theme", "set", "n", "k", "share", "stance", "examples", "silence", "norms")
PAIR_COLUMNS: tuple[str, ...] = (
    "theme",
    "set_1",
    "set_2",
    "outcome",
    "contradiction",
    "difference",
    "similarity",
    "same_meaning",
    "same_examples",
    "silence",
    "reason",
)
NO_STANCE = "a norm takes no stance: what ought to be is not compared with what is said to be"
SIGN: Mapping[str, int] = {"supports": 1, "opposes": -1}
"""How a stance counts towards the theme's statement; the others count 0."""


@dataclass(frozen=True, slots=True)
class SourceSet:
    """A data set that triangulation compares: people of some groups, or documents of some kinds.

    Kinds in which people speak narrow a set of people: what those groups (all of them, where none is named) say there.
    """

    id: str
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    name: Words = field(default_factory=dict)

    @property
    def of_people(self) -> bool:
        """Whether people speak in the set; else it is made of documents."""
        return bool(self.groups) or any(kind in FIELD_KINDS for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one set says on one theme.

    `n` persons or documents are able to speak, `k` do; `stance` is -1, 0 or 1 towards the theme's statement, None where
    the set takes none because it states norms; `examples` are the facets under the theme; `silence` says which kind it
    is where k is 0; `norms` are the relations in which practice stands to the provisions.
    """

    n: int
    k: int
    stance: int | None = 0
    examples: frozenset[str] = frozenset()
    silence: str = ""
    norms: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise TriangulationError(
                f"of those able to speak, none to all do: 0 <= k <= n (got k={self.k}, n={self.n}). Count them again."
            )

    @property
    def share(self) -> float | None:
        """The part that speaks, from 0 to 1; None where nobody is able to."""
        return self.k / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two sets stand to each other on one theme (F08).

    `outcome` is None where it cannot be told: facets are missing and it hangs on them, or a side states norms and takes
    no stance. Of two silent sets, `silence` is the first one's kind.
    """

    outcome: str | None
    contradiction: bool = False
    difference: float | None = None
    similarity: float | None = None
    same_meaning: bool | None = None
    same_examples: bool | None = None
    silence: str = ""
    reason: str = ""


def compare(one: Profile, other: Profile, *, prominence: float = 0.34, examples: float = 0.5) -> Comparison:
    """Do two sets say the same on a theme, and with the same particulars?

    Parameters
    ----------
    prominence : shares that differ by no more than this count as the same, with equal stance
    examples : Jaccard similarity of facets from which the examples count as the same

    Returns
    -------
    Comparison
        `agreement` (same meaning and examples), `partial` (one of the two), `dissonance` (neither), `silence` (one side
        says nothing), `no data` (neither does), or None with the reason where no facets were recorded on a side or a
        side states norms. Opposite stances are a contradiction whatever the outcome.
    """
    if not one.k or not other.k:
        if not one.k and not other.k:
            return Comparison(NO_DATA, silence=one.silence or other.silence)
        return Comparison(SILENCE, silence=(other if one.k else one).silence)
    difference = abs(one.k / one.n - other.k / other.n)
    if one.stance is None or other.stance is None:
        return Comparison(None, difference=difference, reason=NO_STANCE)
    contradiction = one.stance * other.stance < 0
    same_meaning = one.stance == other.stance and difference <= prominence + 1e-9
    if not one.examples or not other.examples:
        sides = "one side" if one.examples or other.examples else "either side"
        reason = f"no facets recorded on {sides}: examples are not compared"
        return Comparison(None, contradiction, difference, None, same_meaning, None, "", reason)
    shared, together = one.examples & other.examples, one.examples | other.examples
    similarity = len(shared) / len(together)
    same_examples = similarity >= examples - 1e-9
    both = same_meaning + same_examples
    outcome = AGREEMENT if both == 2 else PARTIAL if both == 1 else DISSONANCE
    return Comparison(outcome, contradiction, difference, similarity, same_meaning, same_examples)


def convergence(
    profiles: Mapping[str, Mapping[str, Profile]], *, prominence: float = 0.34, examples: float = 0.5
) -> pd.DataFrame:
    """The convergence coding matrix: one row per theme and pair of sets (F08).

    Parameters
    ----------
    profiles : theme -> set -> profile, in the order of display

    Returns
    -------
    frame with the columns of `PAIR_COLUMNS`, in the order of themes and sets. `outcome` is None where it cannot be
    told, difference and similarity are missing where they were not computed; the thresholds used are in `frame.attrs`.
    """
    rows = []
    for theme, sets in profiles.items():
        for one, other in combinations(sets, 2):
            found = compare(sets[one], sets[other], prominence=prominence, examples=examples)
            cells = {key: getattr(found, key) for key in PAIR_COLUMNS[3:]}
            rows.append({"theme": theme, "set_1": one, "set_2": other, **cells})
    dtypes = {"outcome": object, "contradiction": bool, "difference": float, "similarity": float}
    frame = pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype(dtypes)
    frame["outcome"] = frame["outcome"].where(frame["outcome"].notna(), None)
    frame.attrs |= {"prominence": prominence, "examples": examples}
    return frame


def assess(pairs: pd.DataFrame) -> pd.DataFrame:
    """How far do the sets converge on each theme, and on how many pairs does that rest? (F09)

    `share = (agree + 0.5 partial) / (agree + partial + dissonance)`; `coverage` = non-silent pairs / pairs. A share
    without its coverage misleads.

    Returns
    -------
    frame, one row per theme: agreement, partial, dissonance, silence (with no data), undecided (no facets),
    contradictions, share (missing where no pair can be judged), coverage.
    """
    rows = []
    for theme, group in pairs.groupby("theme", sort=False):
        counts = group["outcome"].value_counts()
        agree, part, diss = (int(counts.get(key, 0)) for key in (AGREEMENT, PARTIAL, DISSONANCE))
        silent = int(counts.get(SILENCE, 0)) + int(counts.get(NO_DATA, 0))
        judged = agree + part + diss
        rows.append(
            {
                "theme": theme,
                "agreement": agree,
                "partial": part,
                "dissonance": diss,
                "silence": silent,
                "undecided": len(group) - judged - silent,
                "contradictions": int(group["contradiction"].sum()),
                "share": (agree + 0.5 * part) / judged if judged else None,
                "coverage": (len(group) - silent) / len(group),
            }
        )
    columns = ["theme", "agreement", "partial", "dissonance", "silence", "undecided", "contradictions"]
    frame = pd.DataFrame(rows, columns=[*columns, "share", "coverage"])
    return frame.astype(dict.fromkeys(columns[1:], int) | {"share": float, "coverage": float}).set_index("theme")


def unique_examples(sets: Mapping[str, Profile]) -> dict[str, tuple[str, ...]]:
    """Completeness (F09): per set, the examples found in no other set."""
    return {
        name: tuple(sorted(profile.examples.difference(*(p.examples for other, p in sets.items() if other != name))))
        for name, profile in sets.items()
    }


def profiles_frame(profiles: Mapping[str, Mapping[str, Profile]]) -> pd.DataFrame:
    """What does each set say on each theme, as a table?

    Returns
    -------
    frame, one row per theme and set: n able to speak, k that do, share (missing where nobody is able to), stance
    (missing where the set states norms), examples, kind of silence, norms (how practice stands to them)
    """
    rows = [
        {
            "theme": theme,
            "set": name,
            "n": p.n,
            "k": p.k,
            "share": p.share,
            "stance": p.stance,
            "examples": ", ".join(sorted(p.examples)),
            "silence": p.silence,
            "norms": ", ".join(sorted(p.norms)),
        }
        for theme, sets in profiles.items()
        for name, p in sets.items()
    ]
    return pd.DataFrame(rows, columns=list(PROFILE_COLUMNS)).astype({"share": float, "stance": "Int64"})


def build_profiles(
    themes: Sequence[str],
    sets: Sequence[SourceSet],
    *,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    sources: Mapping[str, Source],
    participants: Mapping[str, Participant],
    group_of: Mapping[str, str],
    guide: Mapping[str, Question],
    codebook: Codebook,
    coded: Collection[str] | None = None,
) -> dict[str, dict[str, Profile]]:
    """What does each set say on each theme?

    In a set of people, everyone of its groups who speaks in a coded source (one of `coded`; all, where it is not given)
    is able to speak; where its people speak in uncoded sources alone, its silence is `not_coded`. In a set of
    documents, those in the legal frame that the register or a citation links to the theme are able to, and do; where
    all that are linked lie outside the frame, they count as able and silent. Their set takes a stance only where one
    of them does, as literature may; provisions state norms and take none. A theme includes the codes below it.

    Raises
    ------
    TriangulationError
        A set names neither groups nor kinds, or mixes people and documents.
    """
    for entry in sets:
        _check_set(entry)
    read = {key: s for key, s in sources.items() if coded is None or key in coded}
    result: dict[str, dict[str, Profile]] = {}
    for theme in themes:
        codes = codebook.within(theme)
        said, written = codings[codings["code"].isin(codes)], documents[documents["code"].isin(codes)]
        result[theme] = {}
        for entry in sets:
            if entry.of_people:
                able = _able(entry, read, participants, group_of)
                asked = _asked(codes, able, guide, codebook)
                heard = said[said["kind"].isin(entry.kinds or FIELD_KINDS)]
                profile = _people(heard, able, asked)
                waits = not able and bool(_able(entry, sources, participants, group_of))
                result[theme][entry.id] = replace(profile, silence="not_coded") if waits else profile
            else:
                result[theme][entry.id] = _papers(written[written["kind"].isin(entry.kinds)])
    return result


def _check_set(entry: SourceSet) -> None:
    if not entry.groups and not entry.kinds:
        raise TriangulationError(f"study.yaml: set {entry.id!r} names groups or kinds (got neither). Add them.")
    papers = [kind for kind in entry.kinds if kind not in FIELD_KINDS]
    if entry.of_people and papers:
        raise TriangulationError(
            f"study.yaml: set {entry.id!r} holds people or documents (got both: {', '.join(papers)}). Make it two sets."
        )


def _able(
    entry: SourceSet,
    sources: Mapping[str, Source],
    participants: Mapping[str, Participant],
    group_of: Mapping[str, str],
) -> dict[str, list[Source]]:
    """Person -> the sources in which he or she speaks, for the people of a set."""
    able: dict[str, list[Source]] = {}
    kinds = entry.kinds or FIELD_KINDS
    for source in sources.values():
        for label in source.participants if source.kind in kinds else ():
            person = participants.get(label)
            if person and (not entry.groups or group_of.get(person.role) in entry.groups):
                able.setdefault(label, []).append(source)
    return able


def _asked(
    codes: Iterable[str], able: Mapping[str, Sequence[Source]], guide: Mapping[str, Question], codebook: Codebook
) -> bool:
    """Whether anyone of the set was asked a guide question that may reach one of the codes.

    A question that names a family reaches the codes below it; a merged code counts as what it was merged into.
    """
    wanted = set(codes)

    def reach(code: str) -> set[str]:
        family = code in codebook and codebook.code(code).tier == FAMILY
        return set(codebook.within(code)) if family else {codebook.resolve(code)}

    reaching = {q.id for q in guide.values() if any(wanted & reach(code) for code in q.codes)}
    return any(p.question in reaching for sources in able.values() for s in sources for p in s.passages if p.question)


def _people(said: pd.DataFrame, able: Mapping[str, Sequence[Source]], asked: bool) -> Profile:
    own = said[said["person"].isin(list(able))]
    per_person = own.assign(sign=own["stance"].map(SIGN).fillna(0)).groupby("person")["sign"].sum()
    k = int(per_person.size)
    silence = "" if k else "cannot_know" if not able else "asked_but_silent" if asked else "not_asked"
    facets = frozenset(facet for facet in own["facet"] if facet)
    return Profile(len(able), k, _sign(per_person.map(_sign).sum()), facets, silence)


def _papers(written: pd.DataFrame) -> Profile:
    speaking = written[written["in_frame"]]
    n, k = written["source"].nunique(), speaking["source"].nunique()
    stances = speaking.assign(sign=speaking["stance"].map(SIGN).fillna(0)).groupby("source")["sign"].sum()
    facets = frozenset(facet for facet in speaking["facet"] if facet)
    taken = speaking["stance"].astype(bool).any()
    norms = frozenset(norm for norm in speaking["norm"] if norm)
    # A document that is out of force is not able to speak for the frame: where some are in it, n counts those alone.
    silence = "" if k else "cannot_know" if not n else "asked_but_silent"
    stance = _sign(stances.map(_sign).sum()) if taken else None if k else 0
    return Profile(k or n, k, stance, facets, silence, norms)


def _sign(value: float) -> int:
    return int(value > 0) - int(value < 0)
