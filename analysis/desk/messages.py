"""What do page and desk say to each other? Messages in, messages out; nothing a page sends can raise past here.

In: `ready` (wants everything), `look` (wants what is new), `act` (a move with its key), `history`, `keep` (what the
page remembers for the coder), `page` (write the static page). Out: `desk`, `saved`, `refused`, `unsaved`, `history`,
`page` (where it lies).
Refusals are in the desk's language.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from analysis.desk.indonesian import say
from analysis.desk.keepsakes import keep, kept
from analysis.desk.page import FOLDER, write_page
from analysis.desk.state import Desk
from analysis.desk.view import Data, changes, history, whole
from analysis.errors import AnalysisError

_LOG = logging.getLogger(__name__)


def answer(desk: Desk, message: object) -> list[Data]:
    """The answers to a message. An act is on the disk when `saved` is among them."""
    said: Mapping[str, Any] = message if isinstance(message, Mapping) else {}
    key = str(said.get("key", ""))
    with desk.lock:
        try:
            return _answer(desk, said, key)
        except AnalysisError as error:  # what a disk refuses is kept here and may be sent again
            kind = "unsaved" if isinstance(error.__cause__, OSError) else "refused"
            return [{"type": kind, "key": key, "message": say(str(error), desk.language)}]
        except OSError as error:
            why = f"{desk.text.id}: the act was not saved ({error.strerror or error}). Mend the disk; it is kept here."
            return [{"type": "unsaved", "key": key, "message": say(why, desk.language)}]
        except Exception as error:  # a slip of ours must not leave the page waiting
            _LOG.exception("a message to the desk failed")
            why = (
                f"{desk.text.id}: the desk failed here ({type(error).__name__}). The act is kept; open the desk again."
            )
            return [{"type": "unsaved", "key": key, "message": say(why, desk.language)}]


def _answer(desk: Desk, said: Mapping[str, Any], key: str) -> list[Data]:
    match said.get("type"):
        case "ready":
            desk.look()
            return [whole(desk) | {"to": said.get("view", ""), "kept": kept(desk)}]
        case "look":
            saved = desk.look()
            return [changes(desk, saved)] if saved.changed or saved.gone else []
        case "act":
            args = said.get("args")
            saved = desk.do(str(said.get("act", "")), key=key, **_named(args))
            return [changes(desk, saved) | {"acts": [act.id for act in saved.acts]}]
        case "history":
            return [history(desk, str(said.get("id", "")))]
        case "keep":
            with suppress(OSError):  # a favourite is no act: where nothing can be written, it is forgotten
                keep(desk, said.get("what"))
            return []
        case "page":
            return _page(desk, quiet=bool(said.get("quiet")))
        case other:
            why = f"the desk knows no message {other!r}."
            return [{"type": "refused", "key": key, "message": say(why, desk.language)}]


def _page(desk: Desk, *, quiet: bool) -> list[Data]:
    """The static page written anew; who asked for it hears where it lies, or why it does not."""
    try:
        path = write_page(desk)
    except OSError as error:
        if quiet:
            return []
        raise AnalysisError(
            f"{FOLDER}: the page of the coded text was not written ({error.strerror or error}). The codings are not "
            "touched by this. See that the folder may be written to, then ask again."
        ) from error
    return [] if quiet else [{"type": "page", "path": path.relative_to(desk.loaded.root).as_posix()}]


def _named(args: object) -> dict[str, Any]:
    """The arguments of a move, without those that the desk itself gives."""
    if not isinstance(args, Mapping):
        return {}
    return {str(name): value for name, value in args.items() if name not in ("self", "move", "key")}
