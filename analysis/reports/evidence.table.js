/* Tables: every mark of a diagram as a row, and charts whose cells lead to what stands behind them. */

const SIGNS = { for: "+", against: "−", between: "±", norm: "§", none: "" };
const number = (value) => value.toLocaleString(state.lang, { maximumFractionDigits: 3 });
/* What a cell says: a word of the page, a number, or a text of the study. */
const cellText = (cell) => {
  if (cell.w !== undefined) return word(`z_${cell.w}`, word(cell.w, cell.w));
  return cell.v === undefined ? say(cell.t) : typeof cell.v === "number" ? number(cell.v) : String(cell.v);
};
const cellWords = (cell) => [cellText(cell), cell.tone && cell.tone !== "none" ? t(`tone_${cell.tone}`) : ""].filter(Boolean).join(", ");
const SPAN = 72;
/* Shares as a bar, with a tick at what they can reach; said in numbers beside. */
const bar = (cell) => {
  const svg = shape("svg", { class: "bar", viewBox: `0 0 ${SPAN} 8`, width: SPAN, height: 8, "aria-hidden": "true" });
  svg.append(shape("rect", { class: "rail", width: SPAN, height: 8 }));
  let at = 0;
  for (const [share, tone] of cell.bar) {
    svg.append(shape("rect", { class: `part-${tone}`, x: at * SPAN, width: Math.max(0, share * SPAN), height: 8 }));
    at += share;
  }
  if (cell.top !== undefined) svg.append(shape("rect", { class: "tick", x: Math.min(SPAN - 2, cell.top * SPAN), width: 2, height: 8 }));
  return svg;
};

const cellIn = (figure, row, cell, column) => {
  const text = cellText(cell);
  const mark = cell.m === undefined ? null : figure.marks[cell.m];
  const kind = [cell.v !== undefined || /^[\d<]/.test(text) ? "cell" : "said", cell.h === undefined ? "" : `heat-${cell.h}`, cell.w !== undefined && !mark ? "silent" : ""].filter(Boolean).join(" ");
  const sign = SIGNS[cell.tone] ? h("span", { class: `sign tone-${cell.tone}`, "aria-hidden": "true", text: SIGNS[cell.tone] }) : null;
  const inside = [sign, h("span", { class: "text", text: text || "·" })];
  const td = h("td", { class: kind });
  if (cell.bar && cell.bar.length) inside.unshift(bar(cell));
  if (!mark) return td.append(...inside.filter(Boolean)), td;
  const label = `${rowName(figure, row)}, ${columnName(column)}: ${cellWords(cell)}`;
  td.append(h("a", { href: toMark(figure.name, mark.id, kept()), "data-mark": mark.id, "aria-label": label }, inside));
  return td;
};
const gridOf = (figure) => {
  const head = figure.columns.map((column) => h("th", { scope: "col" }, columnName(column), column.n ? h("small", { text: ` n=${column.n}` }) : null));
  const rows = figure.rows.map((row) => {
    const id = row.of || (row.m === undefined ? "" : figure.marks[row.m].id);
    const name = id && figure.byId.has(id) ? h("a", { href: toMark(figure.name, id, kept()), "data-mark": id, text: rowName(figure, row) }) : rowName(figure, row);
    return h("tr", {}, h("th", { scope: "row" }, name, say(row.sub) ? h("span", { class: "sub soft", text: say(row.sub) }) : null), row.cells.map((cell, n) => cellIn(figure, row, cell, figure.columns[n])));
  });
  return [h("thead", {}, h("tr", {}, h("td", {}), head)), h("tbody", {}, rows)];
};
const marksTable = (figure) => {
  const head = [t("mark"), t("drawn_as"), t("persons"), t("against"), t("documents"), t("segments_col")].map((text) => h("th", { scope: "col", text }));
  const rows = figure.marks.map((mark) => {
    const n = mark.n || {};
    const cells = [n.persons ?? "", n.opposers ?? "", (mark.d || []).length, (mark.q || []).length].map((value) => h("td", { class: "number", text: String(value) }));
    const name = h("th", { scope: "row" }, link(toMark(figure.name, mark.id, kept()), nameOf(figure, mark)), mark.ends ? h("span", { class: "soft", text: ` ${say(mark.label)}` }) : null);
    return h("tr", { "data-row": mark.id }, name, h("td", { text: t(`s_${mark.status}`) }), cells);
  });
  return [h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)];
};
/* Made anew only where language or filters changed, so that the place of the keyboard stays. */
const table = (figure, section) => {
  const made = [state.lang, ...FILTERS.map((key) => state[key] || "")].join("\n");
  const body = section.querySelector("table");
  if (figure.made !== made) {
    const at = body.contains(document.activeElement) ? document.activeElement.dataset.mark : undefined;
    body.replaceChildren(...(isTable(figure) ? gridOf(figure) : marksTable(figure)));
    figure.made = made;
    if (at) groupOf(figure, at)?.focus();
    if (isTable(figure) && !body.dataset.live) {
      body.dataset.live = "1";
      body.addEventListener("keydown", steps);
    }
  }
  for (const row of body.querySelectorAll("[data-row]")) row.classList.toggle("here", row.dataset.row === state.mark);
};
const chooseCell = (figure) => {
  const lit = new Set(litBy(figure).filter(([f]) => f === figure).map(([, m]) => m.id));
  for (const way of groupsIn(figure)) {
    const id = way.dataset.mark;
    const here = state.view === "figure" && id === state.mark;
    way.parentNode.classList.toggle("here", here);
    way.parentNode.classList.toggle("lit", lit.has(id));
    way.parentNode.classList.toggle("dim", filtering() && !groupsOf(figure.byId.get(id)).shown);
    if (here) way.setAttribute("aria-current", "true");
    else way.removeAttribute("aria-current");
  }
};
/* Arrow keys go from cell to cell over what leads nowhere. */
const WAYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
const steps = (event) => {
  const cell = event.target.closest("a[data-mark]")?.parentNode;
  if (!cell || !(event.key in WAYS) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const [down, right] = WAYS[event.key];
  const rows = [...cell.closest("tbody").rows];
  let y = rows.indexOf(cell.parentNode) + down;
  let x = cell.cellIndex + right;
  for (; rows[y]?.cells[x]; y += down, x += right) {
    const way = rows[y].cells[x].querySelector("a[data-mark]");
    if (!way) continue;
    event.preventDefault();
    way.focus();
    return;
  }
};
/* All that stands behind a table, cell by cell. */
const tableRows = (figure) => {
  const marks = figure.of ? readingOrder(figure).map((id) => figure.byId.get(id)) : figure.marks;
  return marks.flatMap((mark) => markRows(figure, mark));
};
