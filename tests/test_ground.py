"""The ground the project stands on: pins, environments and targets say the same thing."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "").splitlines()

*CONDA_PACKAGES, PIP_PART = ENVIRONMENT["dependencies"]
PINS = [Requirement(line.split("--hash=")[0]) for line in LOCK]
WANTED = [
    *PYPROJECT["build-system"]["requires"],
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["dependency-groups"]["dev"],
]
TARGETS = ["study", "test", "lab", "check", "bench"]


def test_conda_brings_python_and_pip_alone():
    """Everything else comes from the one lock, so conda users get the same versions."""
    names = [re.split(r"[ =<>]", package)[0] for package in CONDA_PACKAGES]

    assert names == ["python", "pip"]
    assert PIP_PART["pip"] == ["-r requirements.lock"]


def test_conda_uses_one_channel():
    """A second channel could bring another build of Python."""
    assert ENVIRONMENT["channels"] == ["conda-forge", "nodefaults"]


def test_condas_python_is_one_we_support():
    """`python =3.12` means any 3.12, and the first of them lies inside requires-python."""
    version = CONDA_PACKAGES[0].removeprefix("python =")

    assert re.fullmatch(r"3\.\d+", version)
    assert SpecifierSet(PYPROJECT["project"]["requires-python"]).contains(f"{version}.0")


@pytest.mark.parametrize("wanted", WANTED)
def test_each_dependency_is_pinned(wanted):
    """What pyproject.toml asks for stands in the lock, in a version that it accepts."""
    requirement = Requirement(wanted)
    pins = [pin for pin in PINS if pin.name == canonicalize_name(requirement.name)]

    assert len(pins) == 1, "make the lock anew, as CONTRIBUTING.md says"
    assert requirement.specifier.contains(str(pins[0].specifier).removeprefix("=="))


def test_each_pin_is_exact_and_public():
    """`name==1.2.3`: one version, and no local build such as 1.2.3+cpu."""
    loose = [str(pin) for pin in PINS if not re.fullmatch(r"==[\w.]+", str(pin.specifier))]

    assert loose == []


def test_each_pin_has_a_hash():
    """Pip then refuses a file that is not the one we tested."""
    bare = [line for line in LOCK if not re.search(r" --hash=sha256:[0-9a-f]{64}\b", line)]

    assert bare == []


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "pyproject.toml"])
def test_no_address_and_no_private_path(name):
    """These files hold names and versions, so that they work wherever they are read."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = [mark for mark in ["://", "index" + "-url", "/root", "/work"] if mark in text]

    assert found == []


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_is_made_and_told(target):
    """A reader of the README finds every target, and every one is in the Makefile."""
    assert re.search(rf"^{target}: .*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.network
@pytest.mark.slow
def test_the_conda_environment_can_be_filled(tmp_path):
    """Pip's part of `conda env create`, replayed as conda does it, in a folder with a space in its name.

    Conda writes the pip lines to a file beside environment.yml and hands that to pip. Here the
    Python of the test run stands in for conda's.
    """
    checkout = tmp_path / "a study"
    shutil.copytree(ROOT / "analysis", checkout / "analysis")
    for name in ["environment.yml", "pyproject.toml", "requirements.lock", "LICENSE"]:
        shutil.copy(ROOT / name, checkout)
    (checkout / "condaenv.requirements.txt").write_text("\n".join(PIP_PART["pip"]), encoding="utf-8")
    python = tmp_path / "environment" / "bin" / "python"
    _run(sys.executable, "-m", "venv", python.parent.parent, cwd=tmp_path)

    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    _run(*pip, "install", "-U", "-r", "condaenv.requirements.txt", cwd=checkout)
    _run(*pip, "install", "--no-deps", "--no-build-isolation", "-e", ".", cwd=checkout)
    _run(*pip, "check", cwd=tmp_path)
    found = _run(python, "-c", "import analysis; print(analysis.__file__)", cwd=tmp_path)

    assert Path(found.strip()) == checkout / "analysis" / "__init__.py"


def _run(*command: str | Path, cwd: Path) -> str:
    """What the command printed; its errors show in pytest's report."""
    return subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.PIPE, text=True).stdout
