"""Run the notebooks from top to bottom, and write them so that the same run gives the same bytes."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from analysis.errors import StudyError
from analysis.tables import write_text

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
_WIDGET = "application/vnd.jupyter.widget-view+json"


def run_notebooks(
    paths: list[Path],
    folder: Path,
    *,
    check: Callable[[Path, str], None] = lambda path, text: None,
    on_done: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Execute notebooks, two at a time, each where it stands, and write them into a folder.

    `check` is called with each notebook's place and text before it is written, and may raise.

    Raises
    ------
    StudyError
        A file is no notebook, or a cell failed: names the notebook, the cell and what it said. The notebook on the
        disk is left as it was.
    """

    def one(path: Path) -> Path:
        notebook = execute(path)
        target = folder / path.name
        text = nbformat.writes(notebook) + "\n"
        check(target, text)
        write_text(target, text)
        on_done(path.name)
        return target

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(one, paths))


def execute(path: Path) -> nbformat.NotebookNode:
    """One notebook with the outputs of a fresh run, free of times, addresses and widget state."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        raise StudyError(
            f"notebooks/{path.name}: the file is a notebook (got {type(error).__name__}). "
            "Restore it from a copy or from git."
        ) from error
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        asyncio.run(client.async_execute(stderr=subprocess.DEVNULL))  # the kernel's own notices
    except CellExecutionError as error:
        cell = next((i for i, c in enumerate(notebook.cells, start=1) if _failed(c)), 0)
        raise StudyError(
            f"notebooks/{path.name}, cell {cell}: a notebook runs from top to bottom "
            f"(got {error.ename}: {error.evalue}). Open it in JupyterLab and run it."
        ) from error
    except (CellTimeoutError, DeadKernelError, NoSuchKernel) as error:
        raise StudyError(
            f"notebooks/{path.name}: a kernel runs every cell within 5 minutes (got {type(error).__name__}). "
            "Open it in JupyterLab and run it."
        ) from error
    return normalise_notebook(notebook)


def normalise_notebook(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook without what differs from run to run."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            data.pop(_WIDGET, None)
            if "text/plain" in data:
                data["text/plain"] = _ADDRESS.sub("0x0", data["text/plain"])
        kept = [o for o in cell.get("outputs", []) if o.get("output_type") != "display_data" or o.get("data")]
        if cell.cell_type == "code":
            cell["outputs"] = [o for o in kept if not (o.get("output_type") == "stream" and o.get("name") == "stderr")]
    return notebook


def _failed(cell: nbformat.NotebookNode) -> bool:
    return any(output.get("output_type") == "error" for output in cell.get("outputs", []))
