"""What many tests need: the study of the repository, a Chromium, and which tests run in which order."""

import os
import shutil
from collections.abc import Iterator

import pytest
import studies_kit
from hypothesis import HealthCheck, settings

from analysis.figures import save
from analysis.study.handle import Study

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # Chromium refuses to start as root without it, and CI is root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# The same examples in every run, and none fails for slowness; `--hypothesis-profile=explore` looks for more.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Leave out what needs a network, unless `-m` names it."""
    chosen = config.option.markexpr
    if "network" not in chosen:
        config.option.markexpr = f"({chosen}) and not network" if chosen else "not network"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the browser, and run it last.

    While Playwright is open its event loop counts as running in this thread, and a test that
    starts a loop of its own (a notebook run, say) would be refused.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def repository() -> Study:
    """The study of this repository, which no test changes."""
    return studies_kit.study_at(studies_kit.ROOT)


@pytest.fixture(scope="module")
def coarse() -> Iterator[None]:
    """Pictures with few points, and PDFs with the outlines of their letters alone: both are made much sooner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(save, "DPI", 40)
        patch.setitem(save._FONTS, "pdf.fonttype", 3)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One headless Chromium for the whole run (a `playwright.sync_api.Browser`)."""
    executable = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if executable is None:
        _do_without("no Chromium on the PATH; on Debian: apt install chromium")

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(QUIET))
        yield chromium
        chromium.close()


def _do_without(reason: str) -> None:
    """Skip with the reason; where a browser is promised (JENJANG_REQUIRE_BROWSER=1), fail."""
    if os.environ.get("JENJANG_REQUIRE_BROWSER") == "1":
        pytest.fail(f"JENJANG_REQUIRE_BROWSER=1, but {reason}", pytrace=False)
    pytest.skip(f"BROWSER TESTS DO NOT RUN: {reason}")
