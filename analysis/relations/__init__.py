"""Which codes do people link, how, along which paths, and how stable is that? (F07, F29, F31)"""

from analysis.relations.bundles import (
    COLUMNS,
    Bundle,
    Keep,
    bundle_edge,
    bundle_node,
    components,
    opposing,
    relations_frame,
    rows_of,
    witness_groups,
    witnesses,
)
from analysis.relations.exact import ceiling, exact_share
from analysis.relations.paths import bundles, bundles_frame, paths_frame, threads
from analysis.relations.stability import (
    RESAMPLES,
    SEED,
    STABILITY_COLUMNS,
    Draws,
    draw_sources,
    dropped,
    leave_one_out,
    pillars,
    stability,
)
from analysis.relations.types import RelationType, counts_against, general_type, read_types

__all__ = [
    "COLUMNS",
    "RESAMPLES",
    "SEED",
    "STABILITY_COLUMNS",
    "Bundle",
    "Draws",
    "Keep",
    "RelationType",
    "bundle_edge",
    "bundle_node",
    "bundles",
    "bundles_frame",
    "ceiling",
    "components",
    "counts_against",
    "draw_sources",
    "dropped",
    "exact_share",
    "general_type",
    "leave_one_out",
    "opposing",
    "paths_frame",
    "pillars",
    "read_types",
    "relations_frame",
    "rows_of",
    "stability",
    "threads",
    "witness_groups",
    "witnesses",
]
