/* What stands behind a mark; what is found; one quotation with all that rests on it; a figure at a glance. */

const ONLY = ["law", "theory", "proposal", "none"];
const FOR = ["supports", "asserted"];
const AGAINST = ["opposes", "denied"];
const LOST = ["drop_group", "drop_coder"];
const SHARES = /^(stays_without_one|loo|bootstrap|ceiling|drop_|strength_share)/;

const section = (title, items, card, kind) => {
  if (!items.length) return null;
  return h("section", { class: `group ${kind}` }, h("h3", {}, title, " ", h("span", { class: "soft", text: String(items.length) })), longList(items, card));
};
const count = (n, key) => t(n === 1 ? `${key}_one` : key, { n });

/* A number, or the word that stands for one that is kept back. */
const amount = (value) => (value && typeof value === "object" ? say(value) : String(value ?? ""));
const figuresOf = (mark) => {
  const list = h("dl", { class: "counts" });
  for (const [key, value] of Object.entries(mark.n || {})) {
    if (key === "class_size" || (value === 0 && ["hypothetical", "opposers"].includes(key))) continue;
    const of = key === "persons" && mark.n.class_size ? t("c_persons_of", { n: mark.n.class_size }) : t(`c_${key}`);
    list.append(h("div", {}, h("dt", { text: of }), h("dd", { text: amount(value) })));
  }
  return list.children.length ? list : null;
};
const valueOf = (key, value) => {
  if (Array.isArray(value)) return value.join(", ");
  if (value === true || value === false) return t(value ? "yes" : "no");
  if (key === "linchpins" && typeof value === "number") return value === 1 ? t("one_source") : t("some_sources", { n: value });
  if (LOST.includes(key)) return String(value).split(";").map((id) => (key === "drop_group" && say(data.groups[id])) || id).join(", ");
  if (key === "strength") return word(`v_${value}`, value);
  if (typeof value === "number" && SHARES.test(key)) return value.toLocaleString(state.lang, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
  return typeof value === "number" ? value.toLocaleString(state.lang) : String(value);
};
const stability = (mark) => {
  const entries = Object.entries(mark.more || {});
  if (!entries.length) return null;
  const list = h("dl", { class: "stability" });
  for (const [key, value] of entries) list.append(h("div", {}, h("dt", { text: word(`m_${key}`, key.replaceAll("_", " ")) }), h("dd", { text: valueOf(key, value) })));
  return h("section", { class: "measures" }, h("h3", { text: t("stability") }), list);
};

const drawnAs = (mark) => {
  if (!mark.status) return null;
  return h("div", { class: "drawn" }, h("p", {}, chip(t(`s_${mark.status}`), `s-${mark.status}`), " ", h("span", { class: "soft", text: t(`d_${mark.status}`) })), mark.theory ? h("p", { class: "soft", text: t("theory_at", { theory: mark.theory }) }) : null);
};
/* Said plainly where no word of anybody stands behind a mark. */
const plainly = (mark) => {
  const said = (mark.q || []).length;
  if (mark.held) return h("p", { class: "plainly", text: t(said ? "held_some" : "held_all") });
  if (said || (mark.at && (mark.d || []).length)) return null;
  if (!mark.status) return h("p", { class: "plainly", text: t("only_row") });
  const key = ONLY.includes(mark.status) ? mark.status : "none";
  return h("p", { class: "plainly", text: t(key === "theory" && (mark.d || []).length ? "only_theory_law" : `only_${key}`) });
};

const groupsOf = (mark) => {
  const quotes = (mark.q || []).filter((n) => passes(data.quotes[n]));
  const norms = (mark.d || []).filter((n) => passes(data.norms[n]));
  const where = (wanted) => cardsOf(quotes.filter((n) => wanted(data.quotes[n].position || "")));
  return {
    shown: quotes.length + norms.length,
    total: (mark.q || []).length + (mark.d || []).length,
    for: where((p) => FOR.includes(p)),
    opposing: where((p) => AGAINST.includes(p)),
    between: where((p) => !FOR.includes(p) && !AGAINST.includes(p) && p !== "hypothetical"),
    supposed: where((p) => p === "hypothetical"),
    required: norms.filter((n) => data.norms[n].kind !== "literature"),
    literature: norms.filter((n) => data.norms[n].kind === "literature"),
  };
};
const evidenceOf = (figure, mark) => {
  const found = groupsOf(mark);
  const box = h("div", { class: "behind" }, plainly(mark));
  if (filtering()) box.append(h("p", { class: "filtered" }, t("filtered", { n: found.shown, m: found.total }), " ", link(to({ figure: figure.name, mark: mark.id, ...cleared() }), t("clear"))));
  for (const key of ["for", "opposing", "between", "supposed"]) box.append(section(t(key), found[key], quoteCard, key) ?? "");
  for (const key of ["required", "literature"]) box.append(section(t(key), found[key], normCard, key) ?? "");
  const used = usedIn(`${figure.name}/${mark.id}`);
  if (used) box.append(used);
  return box;
};
const cleared = () => Object.fromEntries(FILTERS.map((key) => [key, ""]));

const tools = (...extra) => h("div", { class: "tools" }, extra,
  h("button", { type: "button", onclick: copyLink, text: t("copy") }), h("button", { type: "button", onclick: () => window.print(), text: t("print") }));
const heading = (text, over = "") => [over ? h("p", { class: "over soft", text: over }) : null, h("h2", { tabindex: "-1", class: "panel-title", text })];

const markPanel = (figure, mark) => {
  const order = readingOrder(figure);
  const at = order.indexOf(mark.id);
  const step = (by, key) => {
    const next = order[at + by];
    return next === undefined ? null : link(toMark(figure.name, next, kept()), t(key), { class: "step", rel: by > 0 ? "next" : "prev" });
  };
  const own = mark.ends && say(mark.label) ? h("p", { class: "type" }, h("b", { text: say(mark.label) })) : null;
  const key = mark.at ? figure.rows[mark.at[0]].code : "";
  const code = key ? h("p", { class: "soft" }, h("code", { text: key }), " ", data.codes[key] ? say(data.codes[key].says) : "") : null;
  const value = mark.at && mark.at[1] >= 0 ? h("p", { class: "value" }, cellWords(figure.rows[mark.at[0]].cells[mark.at[1]])) : null;
  return [
    ...heading(nameOf(figure, mark), `${say(figure.title)} · ${kindOf(figure, mark)}`), own, code, value,
    tools(step(-1, "previous"), step(1, "next"), backToFigure(figure, mark), csvButton(`${figure.name}-${mark.id}`, () => markRows(figure, mark))), h("p", { class: "told soft" }), drawnAs(mark), figuresOf(mark), stability(mark), evidenceOf(figure, mark), colophon(),
  ];
};
/* On a narrow page the figure lies above; from there one comes back to it. */
const backToFigure = (figure, mark) => h("button", { type: "button", class: "back-figure", text: t("back_figure"), onclick: () => {
  const group = groupOf(figure, mark.id);
  section_(figure).scrollIntoView({ block: "start" });
  if (group) group.focus({ preventScroll: !isTable(figure) });
} });
const kept = () => Object.fromEntries(FILTERS.map((key) => [key, state[key] || ""]));

const quotePanel = (id) => {
  const n = quoteById.get(id);
  if (n === undefined) return lost();
  const same = together(n);
  const others = same.filter((m) => m !== n);
  return [
    ...heading(t("quote"), say(data.title)), tools(), h("p", { class: "told soft" }), quoteCard([n], { full: true, open: true }),
    others.length ? h("section", { class: "group" }, h("h3", { text: t("codings_here") }), longList(cardsOf(others), (numbers) => codesOf(numbers.map((m) => data.quotes[m])))) : null, colophon(),
  ];
};
const docPanel = (id) => {
  const n = normById.get(id);
  return n === undefined ? lost() : [...heading(data.norms[n].ref, t("provision")), tools(), h("p", { class: "told soft" }), normCard(n, { full: true, open: true }), colophon()];
};
/* A claim with the words and marks that it rests on, and what speaks against it. */
const behindClaim = (id) => {
  const found = { text: "", for: [], against: [], marks: [] };
  data.uses.forEach((entry, n) => {
    if (entry.id !== id) return;
    found.text = entry.text;
    for (const [key, numbers] of Object.entries(data.used_in)) {
      if (!numbers.includes(n)) continue;
      const quote = quoteById.get(key);
      if (quote !== undefined) found[entry.against ? "against" : "for"].push(quote);
      const [name, mark] = [key.slice(0, key.indexOf("/")), key.slice(key.indexOf("/") + 1)];
      if (figures.has(name) && figures.get(name).byId.has(mark)) found.marks.push([figures.get(name), figures.get(name).byId.get(mark)]);
    }
  });
  return found;
};
const claimPanel = (id) => {
  const found = behindClaim(id);
  if (!found.text) return lost();
  const shown = (numbers) => cardsOf(numbers.filter((n) => passes(data.quotes[n])));
  return [
    ...heading(say(found.text), t("claim")), tools(csvButton(`claim-${id}`, () => rowsOf([...found.for, ...found.against], [], { mark: `claim:${id}`, name: say(found.text) }))), h("p", { class: "told soft" }),
    found.marks.length ? h("section", { class: "group" }, h("h3", { text: t("marks_found") }), linksTo(found.marks)) : null,
    filtering() ? h("p", { class: "filtered" }, t("filters_on", { n: FILTERS.filter((key) => state[key]).length }), " ", link(to({ view: "claim", id, figure: state.figure, ...cleared() }), t("clear"))) : null,
    section(t("rests_on_words"), shown(found.for), quoteCard, "for"), section(t("opposing_claim"), shown(found.against), quoteCard, "opposing"),
    h("p", {}, link(to({ view: "claims", figure: state.figure }), t("all_claims"))), colophon(),
  ];
};
const claimsPanel = () => {
  const claims = new Map(data.uses.filter((entry) => entry.id && !entry.against).map((entry) => [entry.id, entry]));
  if (!claims.size) return lost();
  return [...heading(t("all_claims"), say(data.title)), h("ul", { class: "links marks" }, [...claims.values()].map(claimOf))];
};
const silent = (figure) => [...heading(t("evidence"), say(figure.title)), h("p", { class: "plainly", text: t("nothing_behind") })];
const lost = () => [...heading(t("evidence")), h("p", { class: "plainly", text: t("unknown") })];

const searchPanel = () => {
  const q = state.q || "";
  const found = find(q);
  const cards = cardsOf(found.quotes);
  const n = cards.length + found.norms.length + found.marks.length;
  const said = q ? t("results", { n, q }) : t("results_filter", { n });
  el("live").textContent = said;
  return [
    ...heading(said, t("search_short")), h("p", { class: "soft", text: t("search_hint") }), tools(n ? csvButton(`search-${q}`, () => rowsOf(found.quotes, found.norms, { name: said })) : null), h("p", { class: "told soft" }), n ? null : h("p", { class: "plainly", text: t("no_results") }),
    found.marks.length ? h("section", { class: "group" }, h("h3", { text: t("marks_found") }), linksTo(found.marks)) : null,
    section(t("quotes_found"), cards, quoteCard, "found"), section(t("norms_found"), found.norms, normCard, "found"), colophon(),
  ];
};

const tablePanel = (figure) => {
  const asked = figure.of || figure.marks.length;
  return [
    ...heading(say(figure.title), t("overview")), h("p", { class: "ask", text: t(asked ? (figure.of ? "ask_row" : "ask_table") : "ask_nothing") }), asked ? h("p", { class: "soft", text: t("ask_cells") }) : null,
    asked ? tools(csvButton(figure.name, () => tableRows(figure))) : null, h("p", { class: "told soft" }),
  ];
};
const figurePanel = (figure) => {
  if (isTable(figure)) return tablePanel(figure);
  const counts = new Map();
  for (const mark of figure.marks) if (mark.status) counts.set(mark.status, (counts.get(mark.status) || 0) + 1);
  const order = ["observed", "assembled", "contested", "faint", "law", "theory", "proposal", "none"].filter((key) => counts.has(key));
  return [
    ...heading(say(figure.title), t("overview")), h("p", { class: "ask", text: t("ask") }), h("p", { class: "soft", text: t("ask_keys") }),
    order.length ? h("section", { class: "measures" }, h("h3", { text: t("basis") }), h("dl", { class: "basis" }, order.map((key) => h("div", {}, h("dt", {}, chip(t(`s_${key}`), `s-${key}`)), h("dd", { text: String(counts.get(key)) }))))) : null,
    h("section", { class: "group" }, h("h3", { text: t("marks") }), h("ul", { class: "links marks" }, readingOrder(figure).map((id) => figure.byId.get(id)).map((mark) => h("li", {},
      link(toMark(figure.name, mark.id), nameOf(figure, mark)), " ", mark.ends ? h("span", { class: "soft", text: say(mark.label) }) : null)))),
    h("p", {}, link(to({ figure: figure.name, all: "1" }), t("print_figure"))),
  ];
};
/* Every mark of a figure with all that stands behind it, to be printed or read through. */
const wholePanel = (figure) => [
  ...heading(say(figure.title), t("evidence")), tools(link(to({ figure: figure.name }), t("close")), csvButton(figure.name, () => readingOrder(figure).flatMap((id) => markRows(figure, figure.byId.get(id))))), h("p", { class: "told soft" }),
  longList(readingOrder(figure).map((id) => figure.byId.get(id)), (mark) => h("section", { class: "whole" },
    h("h3", { text: nameOf(figure, mark) }), mark.ends ? h("p", { text: say(mark.label) }) : null, drawnAs(mark), figuresOf(mark), stability(mark), evidenceOf(figure, mark)), 3),
];
