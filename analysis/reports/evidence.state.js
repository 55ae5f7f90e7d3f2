"use strict";
/* What the page knows, in which language, and where the reader is: the address says it all. */

const data = JSON.parse(document.getElementById("data").textContent);
/* Rows from columns, as `analysis.reports.packed` says. */
const unpack = ({ n, c }) => {
  const rows = Array.from({ length: n }, () => ({}));
  for (const [key, column] of Object.entries(c)) {
    if (Array.isArray(column)) column.forEach((value, at) => { if (value !== null) rows[at][key] = value; });
    else if (column.of) unpack(column.of).forEach((value, at) => { if (Object.keys(value).length) rows[at][key] = value; });
    else if (column.i) column.i.forEach((k, at) => { if (k >= 0) rows[at][key] = column.v[k]; });
    else column.at.forEach((at, k) => { rows[at][key] = column.v[k]; });
  }
  return rows;
};
for (const key of ["quotes", "passages", "norms"]) data[key] = unpack(data[key]);
for (const norm of data.norms) norm.id ??= `${norm.ref}|${norm.code}`;
for (const figure of data.figures) {
  for (const key of ["marks", "rows"]) figure[key] = unpack(figure[key]);
  const [cells, wide] = [unpack(figure.cells), figure.columns.length];
  figure.rows.forEach((row, n) => { row.cells = cells.slice(n * wide, (n + 1) * wide); });
}
/* The words stand in the page once, for who reads without a script too; the passages come first, in order. */
const texts = document.getElementById("texts");
let item = texts.querySelector("li");
for (const passage of data.passages) {
  for (const told of item.children) {
    if (passage.w === undefined) passage.w = told.textContent;
    else if (told.lang) (passage.t ??= {})[told.lang] = told.textContent;
  }
  item = item.nextElementSibling;
}
texts.remove();
const figures = new Map(data.figures.map((figure) => [figure.name, figure]));
const FILTERS = ["role", "group", "label", "kind", "code", "stance"];
const KEPT = ["lang", "theme", "fig", "q", "all", ...FILTERS];
const INSIDE = data.profile === "internal";
let state = {};

const el = (id) => document.getElementById(id);
const t = (key, given = {}) => {
  const said = (data.words[state.lang] || data.words[data.languages[0]])[key];
  return said === undefined ? key : said.replace(/\{(\w+)\}/g, (all, name) => (name in given ? given[name] : all));
};
const known = (key) => key in data.words[data.languages[0]];
const word = (key, fallback) => (known(key) ? t(key) : fallback);
const say = (words) => {
  if (!words || typeof words === "string") return words || "";
  return words[state.lang] ?? Object.values(words)[0] ?? "";
};

/* An element with its attributes and children. Text is text: nothing here reads markup. */
const h = (tag, given = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "text") node.textContent = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
};

/* --- the address ------------------------------------------------------------------------------------------------ */

const decoded = (text) => { try { return decodeURIComponent(text); } catch { return ""; } };
const encoded = (text) => encodeURIComponent(text).replace(/%3A/g, ":").replace(/%2C/g, ",").replace(/%7C/g, "|");

/* `#figure`, `#figure/mark`, `#~quote/id`, `#~doc/id`, `#~claim/id`, `#~search?q=…`, and what is chosen beside, after `?`.
   Programs that carry an address, readers of PDF above all, may write its signs as %3F, %3D and %26. */
const carried = new RegExp(`%3F(?=(${KEPT.join("|")})(=|%3D))`, "i");
/* A cell has two names: where it stands on this page (`cell:row|column`), and what it selects, in the pictures and in
   notebooks (`code:STAY|role:baker`). An address may say either. */
const partsOf = (id) => id.split("|").map((part) => part.slice(part.indexOf(":") + 1));
const piecesOf = (id) => partsOf(id).flatMap((part) => part.split("+"));
const namedCell = (figure, mark) => {
  if (!mark || !figure || !isTable(figure) || figure.byId.has(mark)) return mark;
  const wanted = piecesOf(mark);
  const among = (own) => own.length === wanted.length && wanted.every((part) => own.includes(part));
  const exact = figure.marks.find((one) => among(piecesOf(one.id)));
  if (exact) return exact.id;
  /* A row alone is meant where one cell of it can be asked; of several, none is all of it. */
  const cells = figure.marks.filter((one) => among(piecesOf(one.id).slice(0, -1)));
  return cells.length === 1 ? cells[0].id : mark;
};
/* Whether an address means a cell or row that is there, with no words behind it. */
const isSilent = (figure, mark) => {
  const wanted = partsOf(mark);
  const has = (list) => list.some((one) => wanted.includes(one.id));
  if (!isTable(figure) || !has(figure.rows)) return false;
  if (wanted.length === 1) return !figure.marks.some((one) => partsOf(one.id)[0] === wanted[0]);
  return wanted.length === 2 && has(figure.columns);
};
const read = (hash) => {
  const plainly = hash.includes("?") || !carried.test(hash) ? hash : hash.replace(carried, "?").replace(/\?.*/, (query) => query.replace(/%3D/gi, "=").replace(/%26/g, "&"));
  const [path, query = ""] = plainly.replace(/^#/, "").split("?");
  const slash = path.indexOf("/");
  const head = decoded(slash < 0 ? path : path.slice(0, slash));
  const rest = slash < 0 ? "" : decoded(path.slice(slash + 1));
  const found = { view: "figure", figure: "", mark: "", id: "" };
  for (const part of query.split("&")) {
    const at = part.indexOf("=");
    const key = at < 0 ? part : part.slice(0, at);
    if (KEPT.includes(key)) found[key] = at < 0 ? "1" : decoded(part.slice(at + 1).replace(/\+/g, " "));
  }
  if (head.startsWith("~")) Object.assign(found, { view: head.slice(1), id: rest, figure: found.fig || "" });
  else Object.assign(found, { figure: head, mark: rest });
  found.mark = namedCell(figures.get(found.figure), found.mark);
  found.lost = head !== "" && !head.startsWith("~") && !figures.has(head);
  if (!figures.has(found.figure)) found.figure = data.figures.length ? data.figures[0].name : "";
  found.lang = data.languages.includes(found.lang) ? found.lang : data.languages[0];
  found.theme = ["light", "dark"].includes(found.theme) ? found.theme : "auto";
  return found;
};
const write = (next) => {
  const aside = next.view !== "figure";
  let path = aside ? `~${next.view}` : encoded(next.figure);
  const rest = aside ? next.id : next.mark;
  if (rest) path += `/${encoded(rest)}`;
  const chosen = { ...next, fig: aside ? next.figure : "" };
  if (chosen.lang === data.languages[0]) chosen.lang = "";
  if (chosen.theme === "auto") chosen.theme = "";
  if (next.view !== "search") chosen.q = "";
  const query = KEPT.filter((key) => chosen[key]).map((key) => `${key}=${encoded(chosen[key])}`).join("&");
  return `#${path}${query ? `?${query}` : ""}`;
};
/* Where a link goes: what is chosen stays, unless it is changed. */
const to = (changes) => write({ ...state, view: "figure", mark: "", id: "", all: "", ...changes });
const toMark = (figure, mark, changes = {}) => to({ figure, mark, ...changes });

/* --- what stands behind what ------------------------------------------------------------------------------------- */

const restsOn = data.quotes.map(() => []);
const restsOnNorm = data.norms.map(() => []);
const isTable = (figure) => figure.kind !== "diagram";
for (const figure of data.figures) {
  figure.byId = new Map(figure.marks.map((mark) => [mark.id, mark]));
  for (const mark of figure.marks) {
    for (const n of mark.q || []) restsOn[n].push([figure, mark]);
    for (const n of mark.d || []) restsOnNorm[n].push([figure, mark]);
  }
}
/* The rows of some tables are the marks of a diagram. */
for (const figure of data.figures) if (figures.has(figure.of)) figure.byId = figures.get(figure.of).byId;
for (const quote of data.quotes) {
  if (quote.p !== undefined) Object.assign(quote, data.passages[quote.p].who);
  quote.by = (quote.by || []).map((n) => data.shelves.acts[n]);
  quote.attrs = quote.attrs === undefined ? {} : data.shelves.attrs[quote.attrs];
}
const quoteById = new Map(data.quotes.map((quote, n) => [quote.id, n]));
const normById = new Map(data.norms.map((norm, n) => [norm.id, n]));
const inPassage = new Map();
data.quotes.forEach((quote, n) => {
  const key = quote.p ?? `w${quote.w}`;
  if (!inPassage.has(key)) inPassage.set(key, []);
  inPassage.get(key).push(n);
});
/* The codings that stand on the same words, or on some of them. */
const together = (n) => {
  const one = data.quotes[n];
  const near = inPassage.get(one.p ?? `w${one.w}`) || [];
  return one.held ? [n] : near.filter((m) => one.p === undefined || (data.quotes[m].a < one.z && one.a < data.quotes[m].z));
};
const marksOn = (numbers) => {
  const found = new Map();
  for (const n of numbers) for (const [figure, mark] of restsOn[n]) found.set(`${figure.name}/${mark.id}`, [figure, mark]);
  return [...found.values()];
};

const wordsOf = (entry) => {
  if (entry.p === undefined) return entry.w || "";
  return data.passages[entry.p].w.slice(entry.a, entry.z);
};
const translationOf = (entry) => {
  if (entry.p === undefined) return "";
  return (data.passages[entry.p].t || {})[state.lang] || "";
};
const codeName = (code) => (data.codes[code] ? say(data.codes[code].name) || code : code);
const within = (code, family) => {
  for (let at = code, steps = 0; at && steps < 20; steps += 1) {
    if (at === family) return true;
    at = data.codes[at] ? data.codes[at].up : "";
  }
  return false;
};
const relation = (quote) => {
  const [one, type, other] = quote.rel;
  const reads = data.types[type] ? say(data.types[type].reads) : "";
  const ends = { from: codeName(one), to: codeName(other) };
  return reads ? reads.replace(/\{(from|to)\}/g, (all, end) => ends[end]) : `${ends.from} ${type} ${ends.to}`;
};
const speaker = (quote) => say(quote.label);
const neutral = (words) => (typeof words === "string" ? words : words ? words[data.languages[0]] : "");

