"""What does the desk remember for a coder from one day to the next? Favourite codes, widths, where the reading stopped.

It lies in .jenjang/, which git ignores, and can be thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.desk.state import Desk
from analysis.errors import TableError
from analysis.tables import canonical_json, read_text, write_text

_RECENT = 9
_SIDES = ("compare", "left", "right")


def kept(desk: Desk) -> dict[str, Any]:
    """Favourite and recent codes of the coder, how wide the sides are, and where the reading of this source stopped."""
    data = _read(_path(desk))
    codes, places = data.get("favourites"), data.get("places")
    place = places.get(desk.text.id, 0) if isinstance(places, Mapping) else 0
    return {
        "favourites": [c for c in codes if c in desk.study.codebook] if isinstance(codes, list) else [],
        "place": place if isinstance(place, int) else 0,
        "recent": _recent(desk),
        "widths": _widths(data.get("widths")),
    }


def keep(desk: Desk, what: object) -> None:
    """Remember favourites, widths or a place; anything else is passed over."""
    if not isinstance(what, Mapping):
        return
    data = _read(_path(desk))
    favourites, place = what.get("favourites"), what.get("place")
    if isinstance(favourites, list):
        data["favourites"] = [str(code) for code in favourites if code in desk.study.codebook]
    if isinstance(place, int):
        places = data.get("places")
        data["places"] = {**(places if isinstance(places, Mapping) else {}), desk.text.id: place}
    if "widths" in what:
        data["widths"] = _widths(what["widths"])
    write_text(_path(desk), canonical_json(data) + "\n")


def _widths(given: object) -> dict[str, int]:
    """Pixels by side; what is no width of a side is left out."""
    given = given if isinstance(given, Mapping) else {}
    return {side: given[side] for side in _SIDES if isinstance(given.get(side), int) and 0 < given[side] < 4000}


def _recent(desk: Desk) -> list[str]:
    """The codes that the coder put last on this source, the latest first."""
    codes = [act.code for act in reversed(desk.journal.acts) if act.op in ("add", "accept") and act.code]
    return [code for code in dict.fromkeys(codes) if desk.study.codebook.usable(code)][:_RECENT]


def _path(desk: Desk) -> Path:
    return desk.loaded.root / ".jenjang" / "desk" / f"{desk.coder}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_text(path)) if path.is_file() else {}
    except (TableError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
