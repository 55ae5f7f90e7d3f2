"""What does each set of sources say on each theme: who is able to, who does, on which side, with which particulars?

Source: the profiles that F08 compares; Farmer, Robinson, Elliott and Eyles (2006), doi:10.1177/1049732305285708.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from analysis.codebook import FAMILY, Codebook
from analysis.document_evidence import NORM
from analysis.errors import TriangulationError
from analysis.model import FIELD_KINDS, Participant, Question, Source, Words

SILENCES: tuple[str, ...] = ("asked_but_silent", "not_asked", "not_coded", "cannot_know")
PROFILE_COLUMNS: tuple[str, ...] = (
    "theme",
    "set",
    "n",
    "asked",
    "k",
    "share",
    "stance",
    "examples",
    "silence",
    "norms",
)
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

    `n` persons or documents are able to speak, `k` do; `asked` of the persons were there when a question of the guide
    that may reach the theme was put (None of documents, which nobody asks): who was able and not asked is no silent
    voice, and some may speak unasked. `stance` is -1, 0 or 1 towards the theme's statement, None where
    the set takes none because it states norms; `examples` are the facets under the theme; `silence` says which kind it
    is where k is 0; `norms` are the relations in which practice stands to the provisions.
    """

    n: int
    k: int
    stance: int | None = 0
    examples: frozenset[str] = frozenset()
    silence: str = ""
    norms: frozenset[str] = frozenset()
    asked: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise TriangulationError(
                f"of those able to speak, none to all do: 0 <= k <= n (got k={self.k}, n={self.n}). Count them again."
            )

    @property
    def share(self) -> float | None:
        """The part that speaks, from 0 to 1; None where nobody is able to."""
        return self.k / self.n if self.n else None


def profiles_frame(profiles: Mapping[str, Mapping[str, Profile]]) -> pd.DataFrame:
    """What does each set say on each theme, as a table?

    Returns
    -------
    frame, one row per theme and set: n able to speak, asked (of those; missing of documents), k that do, share (missing
    where nobody is able to), stance (missing where the set states norms), examples, kind of silence, norms (how
    practice stands to them)
    """
    rows = [
        {
            "theme": theme,
            "set": name,
            "n": p.n,
            "asked": p.asked,
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
    return pd.DataFrame(rows, columns=list(PROFILE_COLUMNS)).astype(
        {"share": float, "stance": "Int64", "asked": "Int64"}
    )


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
    of them does, as literature may; provisions state norms and take none. So do people where they say what the rule is
    (mode `norm`). A theme includes the codes below it.

    Raises
    ------
    TriangulationError
        A set names neither groups nor kinds, or mixes people and documents.
    """
    for entry in sets:
        _check_set(entry)
    read = {key: s for key, s in sources.items() if coded is None or key in coded}
    people = [entry for entry in sets if entry.of_people]
    here, anywhere = (speakers(people, these, participants, group_of) for these in (read, sources))
    within = _within(themes, codebook)
    said = _people(codings.merge(within, on="code"), people, here)
    asked = _asked(within, here, read, guide, codebook)
    written = documents.merge(within, on="code")
    profiles: dict[str, dict[str, Profile]] = {theme: {} for theme in themes}
    for entry in sets:
        if not entry.of_people:
            papers = _papers(written[written["kind"].isin(entry.kinds)])
            for theme in themes:
                profiles[theme][entry.id] = papers.get(theme, Profile(0, 0, silence="cannot_know"))
            continue
        able = int(here.loc[here["set"] == entry.id, "person"].nunique())
        waits = not able and bool((anywhere["set"] == entry.id).any())
        for theme in themes:
            key = (theme, entry.id)
            put = asked.get(key, 0)
            kind = "not_coded" if waits else "cannot_know" if not able else "asked_but_silent" if put else "not_asked"
            spoke = said.get(key)
            told = Profile(able, *spoke) if spoke else Profile(able, 0, silence=kind)
            profiles[theme][entry.id] = replace(told, asked=put)
    return profiles


def _check_set(entry: SourceSet) -> None:
    if not entry.groups and not entry.kinds:
        raise TriangulationError(f"study.yaml: set {entry.id!r} names groups or kinds (got neither). Add them.")
    papers = [kind for kind in entry.kinds if kind not in FIELD_KINDS]
    if entry.of_people and papers:
        raise TriangulationError(
            f"study.yaml: set {entry.id!r} holds people or documents (got both: {', '.join(papers)}). Make it two sets."
        )


def speakers(
    sets: Sequence[SourceSet],
    sources: Mapping[str, Source],
    participants: Mapping[str, Participant],
    group_of: Mapping[str, str],
) -> pd.DataFrame:
    """Who is able to speak in which set, and where? One row per set, person and source: set, person, source, kind."""
    voices = [
        (person, s.id, s.kind, group_of.get(participants[person].role, ""))
        for s in sources.values()
        if s.kind in FIELD_KINDS
        for person in s.participants
        if person in participants
    ]
    frame = pd.DataFrame(voices, columns=["person", "source", "kind", "group"])
    found = [frame.iloc[:0].assign(set="")]
    for entry in sets:
        of_kind = frame["kind"].isin(entry.kinds or FIELD_KINDS)
        of_group = frame["group"].isin(entry.groups) if entry.groups else True
        found.append(frame[of_kind & of_group].assign(set=entry.id))
    return pd.concat(found, ignore_index=True)[["set", "person", "source", "kind"]]


def _within(themes: Sequence[str], codebook: Codebook) -> pd.DataFrame:
    """Which codes count under which theme? One row per theme and code; a theme includes the codes below it."""
    pairs = [(theme, code) for theme in themes for code in codebook.within(theme)]
    return pd.DataFrame(pairs, columns=["theme", "code"], dtype=object).drop_duplicates()


def _asked(
    within: pd.DataFrame,
    able: pd.DataFrame,
    sources: Mapping[str, Source],
    guide: Mapping[str, Question],
    codebook: Codebook,
) -> dict[tuple[str, str], int]:
    """(theme, set) -> how many of the set were there when a guide question that may reach the theme was put.

    A question that names a family reaches the codes below it; a merged code counts as what it was merged into.
    """

    def reach(code: str) -> Collection[str]:
        family = code in codebook and codebook.code(code).tier == FAMILY
        return codebook.within(code) if family else {codebook.resolve(code)}

    reached = {(q.id, code) for q in guide.values() for named in q.codes for code in reach(named)}
    put = {(key, p.question) for key, s in sources.items() for p in s.passages if p.question}
    links = pd.DataFrame(sorted(reached), columns=["question", "code"], dtype=object).merge(within, on="code")
    there = pd.DataFrame(sorted(put), columns=["source", "question"], dtype=object)
    met = there.merge(links[["question", "theme"]].drop_duplicates(), on="question")[["source", "theme"]]
    each = able.merge(met.drop_duplicates(), on="source")
    persons = each[["theme", "set", "person"]].drop_duplicates()
    return dict(Counter(zip(persons["theme"], persons["set"], strict=True)))


def _people(
    said: pd.DataFrame, sets: Sequence[SourceSet], able: pd.DataFrame
) -> dict[tuple[str, str], tuple[int, int, frozenset[str]]]:
    """(theme, set) -> how many persons speak, on which side, with which facets.

    Each person counts once, on the side where he or she has more codings. Who only says what the rule is (mode `norm`)
    speaks on the theme and takes no side: what ought to be is not what is.
    """
    found: dict[tuple[str, str], tuple[int, int, frozenset[str]]] = {}
    recited = said["mode"].eq(NORM) if "mode" in said else False
    signed = said.assign(sign=said["stance"].map(SIGN).where(~pd.Series(recited, said.index), 0).fillna(0))
    for entry in sets:
        own = signed[
            signed["person"].isin(able.loc[able["set"] == entry.id, "person"])
            & signed["kind"].isin(entry.kinds or FIELD_KINDS)
        ]
        sides, facets = _sides(own, "person"), _facets(own)
        found |= {(t, entry.id): (k, side, facets.get(t, frozenset())) for t, (k, side) in sides.items()}
    return found


def _papers(written: pd.DataFrame) -> dict[str, Profile]:
    """Theme -> what the documents of a set say."""
    if written.empty:
        return {}
    linked = written.groupby("theme")["source"].nunique()
    speaking = written[written["in_frame"]]
    signed = speaking.assign(sign=speaking["stance"].map(SIGN).fillna(0))
    sides, facets, norms = _sides(signed, "source"), _facets(speaking), _facets(speaking, "norm")
    taken = set(speaking.loc[speaking["stance"].astype(bool), "theme"])
    found: dict[str, Profile] = {}
    for theme, n in linked.items():
        theme = str(theme)
        # What is out of force is not able to speak for the frame: where some are in it, n counts those alone.
        k, side = sides.get(theme, (0, 0))
        stance = side if theme in taken or not k else None
        silence = "" if k else "asked_but_silent"
        said = facets.get(theme, frozenset()), silence, norms.get(theme, frozenset())
        found[theme] = Profile(k or int(n), k, stance, *said)
    return found


def _sides(signed: pd.DataFrame, who: str) -> dict[str, tuple[int, int]]:
    """Theme -> how many persons (or documents) speak, and the side that most of them take."""
    each = np.sign(signed.groupby(["theme", who])["sign"].sum())
    counts = each.groupby(level="theme").agg(["size", "sum"])
    return {str(t): (int(k), int(np.sign(s))) for t, k, s in counts.itertuples()}


def _facets(rows: pd.DataFrame, column: str = "facet") -> dict[str, frozenset[str]]:
    """Theme -> the different particulars (or norms) under it."""
    given = rows.loc[rows[column].astype(bool), ["theme", column]].drop_duplicates()
    return {str(theme): frozenset(values) for theme, values in given.groupby("theme")[column]}
