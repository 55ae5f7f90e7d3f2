"""The key: sealed, outside the study, and plain about what is wrong with it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from analysis.errors import ReleaseError
from analysis.sources import key as keys
from analysis.sources.key import Key, check_outside, read_key, write_key
from analysis.sources.pseudonyms import Entity, Form

PHRASE = "four quite random words"
KEY = Key(
    "bakery", (Entity("[P-04]", "person", (Form("Budi", "title"), Form("Bunga", "capital", "exact"))),), "ab" * 32
)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation that takes no time."""
    monkeypatch.setattr(keys, "COST", 2**4)


def test_what_is_sealed_is_read_again(tmp_path: Path) -> None:
    """The same key, and no name in the bytes; only the owner may read the file."""
    path = tmp_path / "new" / "study.key"
    write_key(path, KEY, PHRASE)

    assert read_key(path, PHRASE) == KEY
    assert b"Budi" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_default_cost_is_the_recommended_one() -> None:
    """scrypt with n = 2^17 and r = 8."""
    assert (keys._MOST, keys._BLOCK) == (2**20, 8)
    assert "2**17" in Path(keys.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: "", "a key file is what jenjang scrub wrote"),
        (lambda text: text[:-40], "a key file is what jenjang scrub wrote"),
        (lambda text: text.replace('"n": 16', '"n": 1099511627776'), "a key file is what jenjang scrub wrote"),
        (lambda text: text.replace('"n": 16', '"n": 32'), "does not open the key"),
        (lambda text: json.dumps({**json.loads(text), "data": "A" * 64}), "does not open the key"),
    ],
    ids=["empty", "cut off", "a cost that would fill the memory", "another cost", "other bytes"],
)
def test_a_damaged_key_is_a_sentence(tmp_path: Path, spoil, said: str) -> None:
    """Whatever came of the file, no traceback and no long wait."""
    path = tmp_path / "study.key"
    write_key(path, KEY, PHRASE)
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")

    with pytest.raises(ReleaseError, match=said):
        read_key(path, PHRASE)


def test_a_wrong_passphrase_and_a_missing_file(tmp_path: Path) -> None:
    """Each says what it is; a short passphrase seals nothing."""
    write_key(tmp_path / "study.key", KEY, PHRASE)

    with pytest.raises(ReleaseError, match="does not open the key"):
        read_key(tmp_path / "study.key", "four quite wrong words")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_key(tmp_path / "other.key", PHRASE)
    with pytest.raises(ReleaseError, match="at least 12 characters"):
        write_key(tmp_path / "short.key", KEY, "short")
    assert not (tmp_path / "short.key").exists()


def test_a_label_nobody_has(tmp_path: Path) -> None:
    """The brackets may be left out."""
    assert KEY.entity("P-04").forms[0].words == "Budi"
    with pytest.raises(ReleaseError, match="not in the key"):
        KEY.entity("[P-09]")


def test_no_key_in_the_study_or_in_version_control(tmp_path: Path) -> None:
    """Links are followed, folders that are not there yet too, and any work tree of git counts."""
    root, other = tmp_path / "repo" / "study", tmp_path / "elsewhere"
    (root / "in").mkdir(parents=True)
    (tmp_path / "repo" / ".git").write_text("gitdir: somewhere\n")
    other.mkdir()
    (other / "link").symlink_to(root / "in")
    (root / "out").symlink_to(other)

    assert check_outside(other / "deep" / "study.key", root, "the key") == other.resolve() / "deep" / "study.key"
    assert check_outside(root / "out" / "study.key", root, "the key") == other.resolve() / "study.key"
    for path in (root / "study.key", root / "new" / "k", other / "link" / "k", other / ".." / "repo" / "study" / "k"):
        with pytest.raises(ReleaseError, match="in the study's folder"):
            check_outside(path, root, "the key")
    with pytest.raises(ReleaseError, match="under version control"):
        check_outside(tmp_path / "repo" / "study.key", root, "the key")
