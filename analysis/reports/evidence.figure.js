/* The figures, live: marks that can be pointed at, clicked, and walked through by keys. */

const SVG = document.querySelector("svg")?.namespaceURI;
const section_ = (figure) => document.querySelector(`section.figure[data-figure="${CSS.escape(figure.name)}"]`);
const groupsIn = (figure) => [...section_(figure).querySelectorAll(isTable(figure) ? "a[data-mark]" : ".sheet:not([hidden]) [data-mark]")];
const groupOf = (figure, id) => groupsIn(figure).find((group) => group.dataset.mark === id);

/* Along the argument: each box, then the arrows that leave it. */
const readingOrder = (figure) => {
  if (!figure.order && figure.of) figure.order = figure.rows.map((row) => row.of).filter((id) => figure.byId.has(id));
  if (!figure.order) {
    const leaving = new Map();
    for (const mark of figure.marks) if (mark.ends) (leaving.get(mark.ends[0]) ?? leaving.set(mark.ends[0], []).get(mark.ends[0])).push(mark.id);
    const order = figure.marks.filter((mark) => !mark.ends).flatMap((mark) => [mark.id, ...(leaving.get(mark.id) || [])]);
    figure.order = [...order, ...figure.marks.map((mark) => mark.id).filter((id) => !order.includes(id))];
  }
  return figure.order;
};

const told = (figure, mark) => {
  const parts = [nameOf(figure, mark)];
  if (mark.ends) parts.push(say(mark.label));
  if (mark.status) parts.push(t(`s_${mark.status}`));
  const n = mark.n || {};
  for (const key of ["persons", "opposers"]) if (n[key]) parts.push(`${amount(n[key])} ${t(`c_${key}${n[key] === 1 ? "_one" : ""}`)}`);
  return parts.filter(Boolean).join(", ");
};

const shape = (name, given) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) node.setAttribute(key, value);
  return node;
};
/* A wide, unseen line over an arrow or a frame around a box: easy to hit, and lit when it is chosen. */
const halo = (group, isArrow) => {
  if (isArrow) {
    for (const path of [...group.querySelectorAll("path")].filter((p) => p.getAttribute("fill") === "none" && !p.closest("defs"))) {
      group.prepend(shape("path", { d: path.getAttribute("d"), class: "halo line", fill: "none" }));
    }
    return;
  }
  const box = group.getBBox();
  group.prepend(shape("rect", { class: "halo", x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6, rx: 6 }));
};
const liven = (figure, sheet) => {
  if (sheet.dataset.live) return;
  sheet.dataset.live = "1";
  const svg = sheet.querySelector("svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", say(figure.title));
  for (const title of svg.querySelectorAll(":scope > title, :scope > desc")) title.remove();
  for (const group of svg.querySelectorAll("[data-mark]")) {
    const mark = figure.byId.get(group.dataset.mark);
    group.setAttribute("role", "button");
    group.setAttribute("tabindex", "-1");
    group.setAttribute("aria-label", told(figure, mark));
    group.classList.add("mark");
    for (const title of group.querySelectorAll("title, desc")) title.remove();
    halo(group, Boolean(mark.ends));
    group.prepend(Object.assign(shape("title", {}), { textContent: told(figure, mark) }));
  }
  svg.addEventListener("click", (event) => {
    const group = event.target.closest("[data-mark]");
    if (group) open({ figure: figure.name, mark: group.dataset.mark }, { reveal: true });
  });
  svg.addEventListener("keydown", (event) => walk(event, figure));
};
const walk = (event, figure) => {
  const group = event.target.closest("[data-mark]");
  if (!group || event.altKey || event.ctrlKey || event.metaKey) return;
  const there = new Set(groupsIn(figure).map((one) => one.dataset.mark));
  const order = readingOrder(figure).filter((id) => there.has(id));
  const at = order.indexOf(group.dataset.mark);
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: order.length - 1 };
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open({ figure: figure.name, mark: group.dataset.mark }, { focus: true });
  } else if (event.key in steps) {
    event.preventDefault();
    const next = order[(steps[event.key] + order.length) % order.length];
    open({ figure: figure.name, mark: next }, { replace: true, stay: true });
    groupOf(figure, next)?.focus();
  }
};

/* The picture in the language of the page: the other languages wait in templates. */
const sheetIn = (figure) => {
  const section = section_(figure);
  const template = section.querySelector(`template[data-tongue="${CSS.escape(state.lang)}"]`);
  if (template) {
    const sheet = h("div", { class: "sheet", "data-tongue": state.lang });
    sheet.append(template.content.cloneNode(true));
    template.replaceWith(sheet);
  }
  for (const sheet of section.querySelectorAll(".sheet")) sheet.hidden = sheet.dataset.tongue !== state.lang;
  return section.querySelector(".sheet:not([hidden])");
};
const showFigure = (figure) => {
  for (const section of document.querySelectorAll("section.figure")) section.hidden = section.dataset.figure !== figure.name;
  const section = section_(figure);
  section.querySelector("h2").textContent = say(figure.title);
  const caption = section.querySelector("figcaption");
  if (caption) caption.textContent = say(figure.caption);
  const asks = section.querySelector(".asks");
  if (asks) asks.textContent = say(figure.question);
  const notes = section.querySelector(".notes");
  const [note, text] = [say(figure.note), isTable(figure) ? say(figure.caption) : ""];
  if (notes) notes.textContent = text && text.startsWith(note) ? text : [note, text].filter(Boolean).join(" ");
  besides(figure, section);
  const sheet = isTable(figure) ? null : sheetIn(figure);
  if (sheet) liven(figure, sheet);
  table(figure, section);
  choose(figure);
};
/* The files that lie beside the page: the picture for print, the table. */
const besides = (figure, section) => {
  const name = encodeURIComponent(figure.name);
  const files = [...["svg", "pdf", "png"].map((kind) => `${name}.${state.lang}.${kind}`), `${name}.csv`];
  section.querySelector(".besides").replaceChildren(`${t("besides")} `, ...files.flatMap((file, n) => [n ? ", " : "", h("a", { href: file, text: decodeURIComponent(file) })]));
};
const litBy = (figure) => {
  if (state.view === "quote" && quoteById.has(state.id)) return marksOn(together(quoteById.get(state.id)));
  return state.view === "claim" ? behindClaim(state.id).marks : [];
};
const choose = (figure) => {
  if (isTable(figure)) return chooseCell(figure);
  const groups = groupsIn(figure);
  const first = groups.some((group) => group.dataset.mark === state.mark) ? state.mark : readingOrder(figure).find((id) => groupOf(figure, id));
  const lit = new Set(litBy(figure).filter(([f]) => f === figure).map(([, m]) => m.id));
  for (const group of groups) {
    const mark = figure.byId.get(group.dataset.mark);
    const here = state.view === "figure" && group.dataset.mark === state.mark;
    group.classList.toggle("chosen", here);
    group.classList.toggle("lit", lit.has(mark.id));
    group.classList.toggle("dim", filtering() && groupsOf(mark).shown === 0);
    group.setAttribute("tabindex", group.dataset.mark === first ? "0" : "-1");
    if (here) group.setAttribute("aria-current", "true");
    else group.removeAttribute("aria-current");
  }
};
