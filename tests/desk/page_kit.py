"""The desk's page in a real browser, spoken to by the real Python widget. Only comm and kernel are missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.desk import widget as desk_widget
from analysis.desk.state import Desk
from analysis.desk.widget import DeskWidget

FILES = Path(desk_widget.__file__).parent
SHELL = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="desk.css"><style>body { margin: 12px }</style></head>
<body><main><h1 style="font-size:14px">A notebook</h1><div id="host"></div></main></body></html>"""
OPEN = """async (patience) => {
  const { default: widget, ...tools } = await import('http://desk.test/desk.js');
  const heard = [];
  window.tools = tools;
  window.stop = new AbortController();
  window.dead = false;
  window.deaf = false;
  const asked = (window.asked = { now: 0 });
  window.model = {
    on: (name, act) => heard.push(act),
    off: (name, act) => heard.splice(heard.indexOf(act), 1),
    send: (message) => {
      if (window.dead) throw new Error('Cannot send');
      if (window.deaf) return;
      asked.now += 1;
      window.py_send(message)
        .then((answers) => answers.forEach((one) => heard.forEach((act) => act(one))))
        .finally(() => { asked.now -= 1; });
    },
  };
  const host = document.getElementById('host');
  if (patience) host.dataset.patience = patience;
  host.replaceChildren();
  widget.render({ model: window.model, el: host, signal: window.stop.signal });
}"""
SELECT = """async ([quote, times]) => {
  const nodes = [...document.querySelectorAll('.jd-words')].map((p) => p.firstChild);
  const [first, last] = Array.isArray(quote) ? quote : [quote, quote];
  const find = (words) => nodes.map((n) => [n, n.data.indexOf(words)]).find(([, at]) => at >= 0);
  const range = document.createRange();
  const [from, a] = find(first), [to, b] = find(last);
  for (let n = 0; n < 3; n += 1) {
    from.parentElement.scrollIntoView({ block: 'center' });
    await new Promise(requestAnimationFrame);
  }
  range.setStart(from, a);
  range.setEnd(to, b + last.length);
  const rects = [...range.getClientRects()].filter((r) => r.width > 1);
  const [one, two] = [rects[0], rects.at(-1)];
  return [one.left + 1, one.top + one.height / 2, two.right - 1, two.top + two.height / 2];
}"""

SETTLED = """async () => {
  const turn = () => new Promise((go) => setTimeout(() => requestAnimationFrame(() => setTimeout(go))));
  do await turn(); while (window.asked.now);
  await turn();
}"""


class Stage:
    """A page with one desk on it."""

    def __init__(self, page: Any, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.widget = DeskWidget(desk)
        self.sent: list[Any] = []
        self.widget.send = self.sent.append
        self.errors: list[str] = []

    def hear(self, message: Any) -> list[Any]:
        """What the widget answers to a message of the page."""
        self.sent.clear()
        self.widget._handle_custom_msg(message, [])
        return list(self.sent)

    def open(self, patience: int = 0) -> Stage:
        """Put the desk on the page, or put it there anew."""
        self.page.evaluate(OPEN, patience)
        self.page.wait_for_selector(".jd-toolbar")
        return self

    def select(self, *quotes: str) -> None:
        """Select words with the mouse."""
        x, y, to_x, to_y = self.page.evaluate(SELECT, [list(quotes) if len(quotes) > 1 else quotes[0], 1])
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move((x + to_x) / 2, (y + to_y) / 2)
        mouse.move(to_x, to_y)
        mouse.up()
        self.settle()

    def click(self, quote: str) -> None:
        """Click into words."""
        x, y, to_x, to_y = self.page.evaluate(SELECT, [quote, 1])
        self.page.mouse.click((x + to_x) / 2 if y == to_y else x + 3, y)
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def text(self) -> None:
        """Put the focus on the text."""
        self.page.locator(".jd-text").focus()

    def settle(self) -> None:
        """Wait until the page has done what it put off, and every message has its answer."""
        self.page.evaluate(SETTLED)

    def saved(self) -> None:
        """Wait until nothing waits to be saved."""
        self.page.wait_for_selector('.jd-status[data-state="saved"]')

    def press_button(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name).first.click()

    def codings(self) -> list[tuple[str, str]]:
        """Code and words of each coding, from the disk."""
        self.saved()
        fresh = Desk(self.desk.study.reload(), self.desk.text.id, coder=self.desk.coder)
        return [(c.code, c.quote) for c in fresh.state.codings]


def blank(context: Any) -> Any:
    """A page of the context on which desks can be put, one after the other."""
    page = context.new_page()
    page.route("**/*", lambda route: _serve(route))
    page.on("pageerror", lambda error: page.stage.errors.append(str(error)))
    page.expose_function("py_send", lambda message: page.stage.hear(message))
    return page


def stage(page: Any, desk: Desk, *, dark: bool = False, patience: int = 0) -> Stage:
    """The page with this desk on it."""
    page.stage = made = Stage(page, desk)
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto("http://desk.test/")
    return made.open(patience)


def _serve(route: Any) -> None:
    name = route.request.url.rsplit("/", 1)[-1]
    kinds = {"desk.js": "text/javascript", "desk.css": "text/css"}
    if name in kinds:
        route.fulfill(body=(FILES / name).read_text(encoding="utf-8"), content_type=kinds[name])
    else:
        route.fulfill(body=SHELL, content_type="text/html")
