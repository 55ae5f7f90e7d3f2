"""A real JupyterLab for tests: its own folders, no news, no network; one server for the whole run."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).parents[2]
TOKEN = "desk"
QUIET = "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
WAYS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
OPEN = "(path) => window.jupyterapp.commands.execute('docmanager:open', { path, factory: 'Notebook' }).then(() => 1)"
HERE = "(path) => window.jupyterapp.shell.currentWidget?.context?.path === path"
IDLE = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server on a free port; its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    own = {name: str(folder / name.lower()) for name in (*WAYS, "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR", "HOME")}
    for path in own.values():
        Path(path).mkdir(parents=True, exist_ok=True)
    quiet = Path(own["JUPYTERLAB_SETTINGS_DIR"]) / QUIET
    quiet.parent.mkdir(parents=True)
    quiet.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    command += ["--LabApp.extension_manager=readonly"]
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(port, process, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError((folder / "server.log").read_text(errors="replace")[-2000:])


class Lab:
    """A notebook in a study of its own, with one cell that opens a desk."""

    def __init__(
        self, context: Any, address: str, folder: Path, name: str, study: Path, *cells: str, shared: Any = None
    ) -> None:
        """`shared` is a tab in which JupyterLab stands already; a test that reloads or restarts has one of its own."""
        self.context, self.address, self.name, self.shared = context, address, name, shared
        self.root = shutil.copytree(study, folder / name)
        self.notebook = self.root / "notebooks" / "desk.ipynb"
        self.notebook.parent.mkdir(exist_ok=True)
        self.tabs: list[Any] = []
        cells = ("from analysis import open_desk, open_study", *cells, "", "")
        kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
        book = nbformat.v4.new_notebook(metadata=kernel, cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        nbformat.write(book, self.notebook)
        self.page = self.within(shared) if shared else self.tab(run=True)

    def within(self, page: Any) -> Any:
        """The notebook in a JupyterLab that is open."""
        path = f"{self.name}/notebooks/desk.ipynb"
        page.bring_to_front()
        page.evaluate(OPEN, path)
        page.wait_for_function(HERE, arg=path)
        page.wait_for_function(IDLE)
        self.run(page)
        return page

    def tab(self, *, run: bool = False) -> Any:
        """The notebook in a browser tab."""
        page = self.context.new_page()
        self.tabs.append(page)
        path = f"{self.name}/notebooks/desk.ipynb"
        page.goto(f"{self.address}/lab/workspaces/{self.name}{int(run)}/tree/{path}?token={TOKEN}&reset")
        page.wait_for_function(IDLE)
        if run:
            self.run(page)
        return page

    def run(self, page: Any) -> None:
        """Run all cells and wait for the desk."""
        page.evaluate(RUN)
        page.wait_for_selector(".jd-status", state="attached")
        page.locator(".jd").first.scroll_into_view_if_needed()

    def saved(self, page: Any = None) -> None:
        """Wait until the desk says that nothing waits."""
        (page or self.page).wait_for_selector('.jd-status[data-state="saved"]')

    def cells(self) -> int:
        """How many cells the notebook has."""
        return int(self.page.evaluate(CELLS))

    def close(self) -> None:
        """Shut the kernel down and close the notebook, or the tabs that were opened for it."""
        self.page.evaluate("() => { window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
        if self.shared:
            self.page.evaluate("() => window.jupyterapp.shell.currentWidget.dispose()")
            return
        for page in self.tabs:
            page.close(run_before_unload=False)
