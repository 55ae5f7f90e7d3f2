/* From an address to the page, and from what the reader does to an address. */

const open = (changes, how = {}) => {
  const next = write({ ...state, view: "figure", mark: "", id: "", all: "", ...changes });
  if (next !== location.hash) history[how.replace ? "replaceState" : "pushState"](null, "", next);
  render(how);
};

const interfaceIn = () => {
  document.documentElement.lang = state.lang;
  document.documentElement.dataset.theme = state.theme;
  document.title = `${say(data.title)}: ${t("evidence")}`;
  for (const node of document.querySelectorAll("[data-w]")) node.textContent = t(node.dataset.w);
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(data[node.dataset.say]);
  el("facts").textContent = `${t("facts", { last: data.facts.last || "–", codebook: data.facts.codebook || "–" })} ${t(`profile_${data.profile}`)}`;
  el("search").placeholder = t("search");
  el("tabs").setAttribute("aria-label", t("figures"));
  el("evidence").setAttribute("aria-label", t("evidence"));
  const held = el("held");
  if (held) held.replaceChildren(...data.held.map((line) => h("li", { text: say(line) })));
  for (const scroll of document.querySelectorAll(".scroll")) scroll.setAttribute("aria-label", t("table"));
  for (const section of document.querySelectorAll(".sheet[data-live]")) {
    const figure = figures.get(section.closest("section").dataset.figure);
    section.querySelector("svg").setAttribute("aria-label", say(figure.title));
  }
  options(el("theme"), ["auto", "light", "dark"].map((key) => [key, t(`theme_${key}`)]), state.theme);
  options(el("language"), data.languages.map((key) => [key, data.words[key].language_name || key]), state.lang);
};
const options = (select, entries, chosen) => {
  select.replaceChildren(...entries.map(([value, text]) => h("option", { value, text, selected: value === chosen })));
  select.value = chosen;
};
const tabs = () => {
  for (const tab of el("tabs").querySelectorAll("a[data-figure]")) {
    const figure = figures.get(tab.dataset.figure);
    tab.querySelector(".name").textContent = say(figure.title);
    tab.href = to({ figure: figure.name, ...kept() });
    const here = figure.name === state.figure;
    if (here) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
    const row = tab.closest(".row");
    if (here && row) row.scrollLeft = Math.max(0, tab.offsetLeft + tab.offsetWidth - row.clientWidth);
  }
  const figure = figures.get(state.figure);
  document.querySelector(".desk").classList.toggle("wide", Boolean(figure && isTable(figure)));
  const menu = el("charts");
  if (menu) {
    menu.querySelector("summary .which").textContent = figure && isTable(figure) ? say(figure.title) : "";
    menu.classList.toggle("current", Boolean(figure && isTable(figure)));
  }
  const claims = el("claims");
  claims.hidden = !data.uses.some((entry) => entry.id && !entry.against);
  claims.href = to({ view: "claims", figure: state.figure });
};

/* What can be chosen among: the roles, kinds, codes and positions that stand in the evidence. */
let choices = null;
const choicesIn = () => {
  if (!choices) {
    choices = Object.fromEntries(FILTERS.map((key) => [key, new Map()]));
    for (const entry of [...data.quotes, ...data.norms]) {
      for (const key of ["role", "group", "kind"]) if (entry[key]) choices[key].set(entry[key], 1);
      choices.stance.set(entry.position || "", 1);
      if (!INSIDE && entry.label) choices.label.set(neutral(entry.label), entry.label);
    }
    for (const code of Object.keys(data.codes)) choices.code.set(code, 1);
    choices.stance.delete("");
    for (const [key, names] of [["role", data.roles], ["group", data.groups]]) {
      choices[key] = new Map(Object.keys(names).filter((one) => choices[key].has(one)).map((one) => [one, 1]));
    }
  }
  return choices;
};
const filterName = (key, value, given) => {
  if (key === "role") return say(data.roles[value]) || value;
  if (key === "group") return say(data.groups[value]) || value;
  if (key === "label") return say(given);
  if (key === "kind") return t(`k_${value}`);
  if (key === "stance") return word(`p_${value}`, value);
  return `${value} ${codeName(value)}`;
};
const filters = () => {
  const on = FILTERS.filter((key) => state[key]);
  el("filters-on").textContent = on.length ? t("filters_on", { n: on.length }) : "";
  const fields = FILTERS.filter((key) => choicesIn()[key].size).map((key) => {
    const select = h("select", { onchange: (event) => again({ [key]: event.target.value }) });
    options(select, [["", t("any")], ...[...choicesIn()[key]].map(([value, given]) => [value, filterName(key, value, given)])], state[key] || "");
    return h("label", {}, h("span", { text: t(`f_${key}`) }), select);
  });
  const clear = h("button", { type: "button", text: t("clear"), onclick: () => again(cleared()) });
  const focused = document.activeElement?.closest?.("#filter-fields select") ? [...document.querySelectorAll("#filter-fields select")].indexOf(document.activeElement) : -1;
  const every = on.length ? link(to({ view: "search", figure: state.figure, ...kept() }), t("show_choice", { n: inChoice() }), { class: "choice" }) : "";
  el("filter-fields").replaceChildren(...fields, on.length ? clear : "", on.length ? h("p", {}, every, " ", h("span", { class: "soft", text: t("dimmed") })) : "");
  if (focused >= 0) document.querySelectorAll("#filter-fields select")[focused]?.focus();
};
/* The same view with something else chosen beside it. */
const again = (changes, how = {}) => {
  history[how.replace ? "replaceState" : "pushState"](null, "", write({ ...state, ...changes }));
  render({ stay: true });
};

const panel = () => {
  const figure = figures.get(state.figure);
  waiting.clear();
  if (state.lost || !figure) return lost();
  if (state.view === "search") return searchPanel();
  if (state.view === "quote") return quotePanel(state.id);
  if (state.view === "doc") return docPanel(state.id);
  if (state.view === "claim") return claimPanel(state.id);
  if (state.view === "claims") return claimsPanel();
  if (state.view !== "figure") return lost();
  if (state.all) return wholePanel(figure);
  if (!state.mark) return figurePanel(figure);
  if (figure.byId.has(state.mark)) return markPanel(figure, figure.byId.get(state.mark));
  return isSilent(figure, state.mark) ? silent(figure) : lost();
};
const render = ({ focus = false, reveal = false, stay = false } = {}) => {
  const before = state;
  state = read(location.hash);
  const figure = figures.get(state.figure);
  if (before.lang !== state.lang) {
    interfaceIn();
    for (const sheet of document.querySelectorAll(".sheet[data-live] [data-mark]")) {
      const own = figures.get(sheet.closest("section").dataset.figure);
      sheet.setAttribute("aria-label", told(own, own.byId.get(sheet.dataset.mark)));
    }
  }
  document.documentElement.dataset.theme = state.theme;
  el("theme").value = state.theme;
  if (document.activeElement !== el("search")) el("search").value = state.view === "search" ? state.q || "" : "";
  tabs();
  filters();
  if (figure) showFigure(figure);
  const box = el("evidence");
  box.replaceChildren(...panel().filter(Boolean));
  box.scrollTop = 0;
  for (const words of box.querySelectorAll(".tall")) {
    words.tabIndex = 0;
    words.scrollTop = Math.max(0, (words.querySelector("mark")?.offsetTop || 0) - words.offsetTop - 40);
  }
  const mark = figure && state.view === "figure" ? figure.byId.get(state.mark) : undefined;
  if (mark) el("live").textContent = told(figure, mark);
  if (focus) box.querySelector(".panel-title")?.focus();
  if (before.mark !== state.mark && mark && isTable(figure) && !focus) toCell(groupOf(figure, mark.id));
  const narrow = matchMedia("(max-width: 62rem)").matches;
  if (narrow && !stay && (focus || reveal) && (mark || state.view !== "figure" || state.all)) box.scrollIntoView({ block: "start" });
};

el("evidence").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !state.mark) return;
  groupOf(figures.get(state.figure), state.mark)?.focus();
});
/* The list of charts closes when one is chosen, by Escape, and when the reader goes on to something else. */
el("charts")?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  el("charts").open = false;
  el("charts").querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const menu = el("charts");
  if (menu && menu.open && (!menu.contains(event.target) || event.target.closest("a"))) menu.open = false;
}, true);
document.addEventListener("click", (event) => {
  const skip = event.target.closest("[data-skip]");
  if (skip) {
    event.preventDefault();
    el(skip.dataset.skip).focus();
    return;
  }
  const way = event.target.closest('a[href^="#"]');
  if (!way || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  history.pushState(null, "", way.getAttribute("href"));
  render({ focus: !way.closest("#tabs"), reveal: !way.closest("#tabs") });
});
el("language").addEventListener("change", (event) => again({ lang: event.target.value }));
el("theme").addEventListener("change", (event) => again({ theme: event.target.value }));
el("controls").addEventListener("submit", (event) => event.preventDefault());
let typing = 0;
el("search").addEventListener("input", (event) => {
  clearTimeout(typing);
  typing = setTimeout(() => {
    const q = event.target.value.trim();
    if (!q && filtering() && state.view === "search") return again({ q: "" }, { replace: true });
    again(q ? { view: "search", q, id: "" } : { view: "figure", q: "", id: "" }, { replace: state.view === "search" });
  }, 120);
});
el("search").addEventListener("keydown", (event) => { if (event.key === "Enter") el("evidence").querySelector(".panel-title")?.focus(); });
addEventListener("popstate", () => render({ stay: true }));
addEventListener("beforeprint", () => {
  while (waiting.size) for (const grow of [...waiting]) grow();
  for (const box of el("evidence").querySelectorAll("details.coders")) box.open = true;
});

for (const id of ["controls", "filters", "evidence"]) el(id).hidden = false;
for (const line of document.querySelectorAll(".besides")) line.hidden = false;
el("pick-language").hidden = data.languages.length < 2;
render({ reveal: Boolean(location.hash) });
