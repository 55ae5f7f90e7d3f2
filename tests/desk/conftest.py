"""A small study, copied for each test."""

import shutil

import pytest
import study_kit as kit


@pytest.fixture(scope="session")
def bakery(tmp_path_factory):
    """The small study, with nobody's codings in it."""
    return kit.make_study(tmp_path_factory.mktemp("bakery") / "study", coded=False)


@pytest.fixture
def root(bakery, tmp_path):
    """A copy of it."""
    return shutil.copytree(bakery, tmp_path / "study")
