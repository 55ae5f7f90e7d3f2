"""Whose words carry the account? Quote balance (F33).

Quotes illustrate, they do not validate; but an account that quotes one person for nearly everything shows one person.

Source: Eldh, Arestedt and Bertero (2020), International Journal of Qualitative Methods 19,
doi:10.1177/1609406920969268. The measures are a share, Herfindahl's index and its inverse; the limits are ours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.model import FIELD_KINDS

MOST = 0.40
"""The largest share of the quotes that one voice may have without a warning."""

ONE_VOICE, FEW_VOICES = "one voice has more than 40 % of the quotes", "fewer effective voices than half of those heard"
ONE_GROUP, UNHEARD = "quotes from one group only", "an exception without a quote"
EXPLAINED = "explained by consent"
COLUMNS: tuple[str, ...] = ("quotes", "voices", "heard", "coverage", "max_share", "hhi", "effective", "warnings")
_SPAN = ["source", "start", "end", "person"]


@dataclass(frozen=True, slots=True)
class Balance:
    """How evenly quotes are spread over voices. Shares run from 0 to 1; all None where nothing is quoted."""

    total: int
    heard: int
    coverage: float | None = None
    max_share: float | None = None
    hhi: float | None = None
    effective: float | None = None
    warnings: tuple[str, ...] = ()
    voices: int = 0


def quote_balance(quotes: Mapping[str, int], *, quotable: Collection[str] | None = None) -> Balance:
    """How evenly are quotes spread over those who were heard?

    Parameters
    ----------
    quotes : voice (a person, or a group) -> number of quotes, with 0 for who is never quoted
    quotable : those who may be quoted; all, where it is not given

    Returns
    -------
    Balance
        coverage (voices quoted / heard), the largest share, `hhi` (the sum of squared shares) and effective voices
        (1 / hhi), all None where there is no quote. A warning that would not stand among those who may be quoted, or
        that two voices alone could not avoid, says that consent explains it (F45).
    """
    counts = [count for count in quotes.values() if count]
    total, heard = sum(counts), len(quotes)
    if not total:
        return Balance(0, heard)
    may = heard if quotable is None else len(set(quotable) & set(quotes))
    most, hhi = max(counts) / total, sum((count / total) ** 2 for count in counts)
    warnings = []
    if most > MOST:
        warnings.append(f"{ONE_VOICE} ({EXPLAINED})" if may < heard and may * MOST < 1 else ONE_VOICE)
    if 1 / hhi < heard / 2:
        warnings.append(f"{FEW_VOICES} ({EXPLAINED})" if 1 / hhi >= may / 2 else FEW_VOICES)
    return Balance(total, heard, len(counts) / heard, most, hhi, 1 / hhi, tuple(warnings), len(counts))


def quoted(segments: pd.DataFrame, quotable: Collection[str]) -> pd.DataFrame:
    """The quotes among segments: one row per stretch of words of a person who may be quoted, whatever its codes."""
    said = segments[segments["kind"].isin(FIELD_KINDS) & segments["person"].isin(list(quotable))]
    return said.drop_duplicates(_SPAN)


def count_quotes(quotes: pd.DataFrame, voices: Collection[str], *, by: str = "person") -> dict[str, int]:
    """Voice -> number of quotes, 0 where there is none, in the order given."""
    counts = quotes[by].value_counts()
    return {voice: int(counts.get(voice, 0)) for voice in voices}


def balance_row(
    quotes: pd.DataFrame, voices: Collection[str], may: Collection[str], *, by: str = "person"
) -> dict[str, object]:
    """The balance of some quotes as a row with the columns of `COLUMNS`; `may` are the voices that may be quoted."""
    found = quote_balance(count_quotes(quotes, voices, by=by), quotable=may)
    values = (found.total, found.voices, found.heard, found.coverage, found.max_share, found.hhi, found.effective)
    return dict(zip(COLUMNS, (*values, "; ".join(found.warnings)), strict=True))


def theme_balance(
    codings: pd.DataFrame, themes: Mapping[str, Collection[str]], voices: Collection[str], quotable: Collection[str]
) -> pd.DataFrame:
    """Which themes are shown in the words of one group only, or without those who say otherwise?

    Parameters
    ----------
    codings : one row per coding in force
    themes : theme -> its code and those below it
    voices, quotable : the persons heard, and those of them who may be quoted

    Returns
    -------
    frame, one row per theme: the columns of `COLUMNS`, groups quoted, exceptions (sources that on balance oppose the
    theme's statement) and how many of these can be quoted against it. The warnings are those of a theme: one group
    only, an exception without a quote.
    """
    rows = {}
    for theme, codes in themes.items():
        own = codings[codings["code"].isin(list(codes)) & codings["kind"].isin(FIELD_KINDS)]
        quotes = quoted(own, quotable)
        sign = own["stance"].map({"supports": 1, "opposes": -1}).fillna(0).groupby(own["source"]).sum()
        against = set(sign[sign < 0].index)
        shown = set(own[(own["stance"] == "opposes") & own["person"].isin(list(quotable))]["source"]) & against
        groups = quotes.loc[quotes["group"] != "", "group"].nunique()
        row = balance_row(quotes, voices, quotable)
        warnings = [*([ONE_GROUP] if len(quotes) and groups < 2 else []), *([UNHEARD] if shown < against else [])]
        rows[theme] = row | {
            "groups": groups,
            "exceptions": len(against),
            "exceptions_quoted": len(shown),
            "warnings": "; ".join(warnings),
        }
    columns = [*COLUMNS[:-1], "groups", "exceptions", "exceptions_quoted", COLUMNS[-1]]
    return _typed(pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("theme"))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers as numbers, missing shares as missing."""
    return frame.astype(dict.fromkeys(("coverage", "max_share", "hhi", "effective"), float))


def as_frame(rows: Mapping[str, Mapping[str, object]], name: str) -> pd.DataFrame:
    """Rows of `balance_row` as a frame whose index has this name."""
    return _typed(pd.DataFrame.from_dict(dict(rows), orient="index", columns=list(COLUMNS)).rename_axis(name))
