"""A small study, copied for each test."""

import shutil

import desk_kit
import page_kit
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


@pytest.fixture(scope="session")
def desktop(browser):
    """A page in a window of a usual size."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.set_default_timeout(20000)
    yield page_kit.blank(context)
    context.close()


@pytest.fixture
def staged(desktop, root):
    """Puts a desk of Ben's on a page; afterwards no script may have failed on it."""
    stages = []

    def put(*, dark=False, patience=0, page=desktop, **options):
        stages.append(page_kit.stage(page, desk_kit.desk(root, **options), dark=dark, patience=patience))
        return stages[-1]

    yield put
    errors = [error for stage in stages for error in stage.errors]
    for stage in stages:
        stage.widget.close()
    assert errors == []
