"""Which kinds of source support, contradict, are silent? Triangulation of what people say with documents (F07 to F14).

A table of contents: the names that other rooms use, and the file where each stands.
"""

from analysis.triangulation.convergence import (
    AGREEMENT,
    DISSONANCE,
    NO_DATA,
    NO_STANCE,
    PAIR_COLUMNS,
    PARTIAL,
    SILENCE,
    Comparison,
    assess,
    compare,
    convergence,
    unique_examples,
)
from analysis.triangulation.profiles import (
    PROFILE_COLUMNS,
    SIGN,
    SILENCES,
    Profile,
    SourceSet,
    build_profiles,
    profiles_frame,
)

__all__ = [
    "AGREEMENT",
    "DISSONANCE",
    "NO_DATA",
    "NO_STANCE",
    "PAIR_COLUMNS",
    "PARTIAL",
    "PROFILE_COLUMNS",
    "SIGN",
    "SILENCE",
    "SILENCES",
    "Comparison",
    "Profile",
    "SourceSet",
    "assess",
    "build_profiles",
    "compare",
    "convergence",
    "profiles_frame",
    "unique_examples",
]
