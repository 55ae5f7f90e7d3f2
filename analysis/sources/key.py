"""Who stands behind a label? The key: encrypted, outside every study and every version control (F41).

A key file is JSON around one sealed text: AES-GCM under a key that scrypt derives from a passphrase. Beside it lies
the scan file: keyed hashes (HMAC) of the names, with their secret, so that a build can look for them without the
passphrase. Whoever holds the scan file can try names against it; so it stays with the key and never enters the study.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from analysis.errors import ReleaseError
from analysis.sources.pseudonyms import Entity, Form
from analysis.tables import canonical_json

COST = 2**17
"""scrypt's n for new keys (128 MB, half a second): what OWASP recommends."""
_MOST = 2**20
_BLOCK = 8
SHORTEST = 12
"""Characters of a passphrase, at least."""


@dataclass(frozen=True, slots=True)
class Key:
    """Label and names of every entity of a study, and the secret of its keyed hashes."""

    study: str
    entities: tuple[Entity, ...] = ()
    secret: str = field(default_factory=lambda: secrets.token_hex(32))

    def entity(self, label: str) -> Entity:
        """Who stands behind a label; raises ReleaseError where the key does not know it."""
        for entity in self.entities:
            if entity.label == label or entity.label.strip("[]") == label.strip("[]"):
                return entity
        raise ReleaseError(
            f"label {label!r} is not in the key of {self.study}. Write it as it stands in the text, such as [P-04]."
        )


def check_outside(path: Path, root: Path, what: str) -> Path:
    """The path with links followed; raises ReleaseError where it lies in the study or in version control.

    Folders are compared as the system knows them, so links and differences of case do not get past.
    """
    found = path.expanduser().resolve()
    for folder in (found, *found.parents):
        if folder.exists() and folder.samefile(root):
            where = "in the study's folder"
        elif (folder / ".git").exists():
            where = f"in {folder.name}, which is under version control"
        else:
            continue
        raise ReleaseError(
            f"{path.name}: {what} lies outside the study and outside of version control, since it names people (got "
            f"a place {where}). Choose another folder."
        )
    return found


def read_key(path: Path, passphrase: str) -> Key:
    """Open a key file.

    Raises
    ------
    ReleaseError
        No such file, no key file or a damaged one, or the wrong passphrase.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReleaseError(
            f"{path.name}: the key cannot be read ({error.strerror}). Mend the path, or see that its disk is there."
        ) from error
    try:
        sealed = json.loads(raw)
        n, salt, nonce, data = _parts(sealed)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ReleaseError(
            f"{path.name}: a key file is what jenjang scrub wrote (got something else, or a damaged copy). "
            "Take the copy that you keep apart."
        ) from error
    try:
        text = AESGCM(_derive(passphrase, salt, n)).decrypt(nonce, data, _head(n, salt))
        return _from_json(json.loads(text))
    except InvalidTag as error:
        raise ReleaseError(
            f"{path.name}: the passphrase does not open the key, or the file was changed. Try again; without the "
            "passphrase nobody can read it."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise ReleaseError(f"{path.name}: the key was written by another version of the program. Update it.") from error


def write_key(path: Path, key: Key, passphrase: str) -> None:
    """Put the key in place at once, readable by its owner alone.

    Raises
    ------
    ReleaseError
        The passphrase is too short.
    """
    if len(passphrase) < SHORTEST:
        raise ReleaseError(
            f"a passphrase has at least {SHORTEST} characters (got {len(passphrase)}). Take four or five random words."
        )
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = canonical_json(_to_json(key)).encode("utf-8")
    data = AESGCM(_derive(passphrase, salt, COST)).encrypt(nonce, text, _head(COST, salt))
    parts = {"jenjang_key": 1, "n": COST, "salt": _b64(salt), "nonce": _b64(nonce), "data": _b64(data)}
    write_private(path, (json.dumps(parts, indent=1) + "\n").encode("utf-8"))


def write_private(path: Path, data: bytes) -> None:
    """Put a file in place at once that only its owner may read; so are the folders made for it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _parts(sealed: Any) -> tuple[int, bytes, bytes, bytes]:
    n = sealed["n"]
    if sealed["jenjang_key"] != 1 or not isinstance(n, int) or not 2 <= n <= _MOST or n & (n - 1):
        raise ValueError("no key")
    salt, nonce, data = (base64.b64decode(sealed[part], validate=True) for part in ("salt", "nonce", "data"))
    if len(nonce) != 12 or len(salt) != 16 or len(data) < 16:
        raise ValueError("no key")
    return n, salt, nonce, data


def _derive(passphrase: str, salt: bytes, n: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=n, r=_BLOCK, p=1).derive(passphrase.encode("utf-8"))


def _head(n: int, salt: bytes) -> bytes:
    return b"jenjang_key 1 %d " % n + salt


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _to_json(key: Key) -> Mapping[str, Any]:
    entities = [
        {"label": e.label, "class": e.cls, "forms": [[f.words, f.rule, f.match] for f in e.forms]} for e in key.entities
    ]
    return {"study": key.study, "secret": key.secret, "entities": entities}


def _from_json(data: Mapping[str, Any]) -> Key:
    entities = tuple(_entity(entry["label"], entry["class"], entry["forms"]) for entry in data["entities"])
    return Key(str(data["study"]), entities, str(data["secret"]))


def _entity(label: str, cls: str, forms: Sequence[Sequence[str]]) -> Entity:
    return Entity(label, cls, tuple(Form(words, rule, match) for words, rule, match in forms))
