"""Rows by columns and back: what the page is given is what it has."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.reports.packed import pack, unpack

_plain = st.integers(0, 3) | st.sampled_from(["", "a", "supports"]) | st.booleans()
_values = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner)
)
_rows = st.lists(st.dictionaries(st.sampled_from(["id", "code", "who"]), _values), max_size=8)


@given(_rows)
def test_rows_come_back(rows: list[dict[str, Any]]) -> None:
    """Whatever rows there are, and however few of them have a value, they come back from the text as they were."""
    assert unpack(json.loads(json.dumps(pack(rows)))) == rows


def test_each_form_is_used() -> None:
    """What repeats stands once, what few have stands with its row, records stand by columns again."""
    rows: list[dict[str, Any]] = [{"code": "MEC.TRN", "who": {"s": n, "role": "staff"}} for n in range(40)]
    rows[7]["memo"] = "looked at twice"
    columns = pack(rows)["c"]

    assert columns["code"] == {"v": ["MEC.TRN"], "i": [0] * 40}
    assert columns["memo"] == {"at": [7], "v": ["looked at twice"]}
    assert columns["who"]["of"]["c"]["s"] == list(range(40))


def test_an_empty_record_is_a_value() -> None:
    """A record with nothing in it is not the same as none."""
    assert unpack(pack([{"who": {}}, {}])) == [{"who": {}}, {}]
