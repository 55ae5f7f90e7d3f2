"""How is `codebook/codebook.yaml` written? By this module alone, so that one change is a small diff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from analysis.tables import plain

HEADER = (
    "# The codebook: the codes, their definitions and the history of their wording.\n"
    "# Written by the program: change a wording by an operation (create, rename, redefine, merge, split, retire),\n"
    "# so that codings made under the older wording are listed for re-reading.\n"
)


def codebook_text(data: Mapping[str, Any]) -> str:
    """The codebook as YAML in its one layout: a blank line between codes, phrases one a line."""
    head = _Block((key, plain(value)) for key, value in data.items() if key not in ("codes", "history"))
    parts = [HEADER, _yaml(head) if head else "", "\ncodes:\n" if data["codes"] else "\ncodes: []\n\n"]
    for entry in data["codes"]:
        parts.append(_indent(_yaml([plain(entry)])) + "\n")
    parts.append("history:\n" + _indent(_yaml(plain(data.get("history") or []))))
    return "".join(parts)


class _Block(dict[str, Any]):
    """A mapping that is never written in one line."""


class _Dumper(yaml.SafeDumper):
    """Short lists and mappings of plain values in one line each, everything else in blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def compact_list(self, items: list[Any]) -> yaml.Node:
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=_short(items))

    def compact_dict(self, items: dict[str, Any]) -> yaml.Node:
        short = _short([*items, *items.values()]) and "id" not in items
        return self.represent_mapping("tag:yaml.org,2002:map", items.items(), flow_style=short)

    def block(self, items: _Block) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", items.items(), flow_style=False)


def _short(items: list[Any]) -> bool:
    return all(isinstance(item, str | int) for item in items) and sum(len(str(item)) + 2 for item in items) <= 90


_Dumper.add_representer(list, _Dumper.compact_list)
_Dumper.add_representer(dict, _Dumper.compact_dict)
_Dumper.add_representer(_Block, _Dumper.block)


def _yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))


def _indent(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
