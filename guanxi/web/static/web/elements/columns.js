// The columns of a list: their edges are dragged or moved by arrow keys, a double press lets them
// be as wide as they need; a head dragged onto another changes places with it. Widths stay in this
// browser, for this person and this list. The column of names stays in sight by itself.
const STEP = 16;
const LEAST = 56;
const MOST = 720;

const base = (head) => head.closest("[data-base]").dataset.base;
const place = (head) => `guanxi-widths ${document.body.dataset.person} ${base(head)}`;
const kept = (head) => JSON.parse(localStorage.getItem(place(head)) ?? "{}");
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

function apply(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const named = heads.filter((one) => one.dataset.col);
  if (!named.length) return;
  const widths = kept(named[0]);
  const rules = heads.flatMap((head, at) => {
    const wide = widths[head.dataset.col];
    if (!wide) return [];
    return `#list .grid tr:not(.group-rest) > :nth-child(${at + 1}) { inline-size: ${wide}px; min-inline-size: ${wide}px; max-inline-size: ${wide}px; & > a { max-inline-size: 100%; } }`;
  });
  sheet.replaceSync(`@media (min-width: 720.02px) { ${rules.join(" ")} }`);
}

function set(head, wide) {
  const widths = kept(head);
  if (wide) widths[head.dataset.col] = Math.round(Math.min(MOST, Math.max(LEAST, wide)));
  else delete widths[head.dataset.col];
  localStorage.setItem(place(head), JSON.stringify(widths));
  apply(head.closest("table"));
  head.querySelector(".col-edge")?.setAttribute("aria-valuenow", String(Math.round(head.offsetWidth)));
}

class ColumnEdge extends HTMLElement {
  connectedCallback() {
    this.head = this.closest("th");
    this.setAttribute("aria-valuenow", String(Math.round(this.head.offsetWidth)));
    this.addEventListener("pointerdown", (event) => this.grasp(event));
    this.addEventListener("dblclick", () => set(this.head, 0));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); });
  }

  grasp(event) {
    event.preventDefault();
    const wasCarried = this.head.draggable;
    this.head.draggable = false;
    const from = event.clientX - this.head.offsetWidth;
    const drag = (moved) => set(this.head, moved.clientX - from);
    this.setPointerCapture(event.pointerId);
    this.addEventListener("pointermove", drag);
    this.addEventListener("pointerup", () => {
      this.removeEventListener("pointermove", drag);
      this.head.draggable = wasCarried;
    }, { once: true });
  }

  pressed(event) {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    set(this.head, step ? this.head.offsetWidth + step : 0);
  }
}

customElements.define("gx-edge", ColumnEdge);

let carried = null;
const headOf = (event) => event.target.closest?.("#list thead th[draggable]");

document.addEventListener("dragstart", (event) => {
  carried = headOf(event);
  carried?.classList.add("moving");
});
document.addEventListener("dragover", (event) => {
  const over = headOf(event);
  document.querySelector("#list thead .target")?.classList.remove("target");
  if (!carried || !over || over === carried) return;
  event.preventDefault();
  over.classList.add("target");
});
document.addEventListener("dragend", () => {
  carried?.classList.remove("moving");
  carried = null;
});
document.addEventListener("drop", (event) => {
  const over = headOf(event);
  if (!carried || !over || over === carried) return;
  event.preventDefault();
  const names = [...over.parentElement.querySelectorAll("[data-col]")].map((one) => one.dataset.col);
  const [from, to] = [names.indexOf(carried.dataset.col), names.indexOf(over.dataset.col)];
  names.splice(to, 0, ...names.splice(from, 1));
  const state = document.querySelector("#list > [name=state]").value;
  const asked = new URLSearchParams([["state", state], ...names.map((name) => ["column", name])]);
  location.assign(`${base(over)}columns/?${asked}`);
});

const dress = () => document.querySelectorAll("#list table.grid").forEach(apply);
document.addEventListener("htmx:load", dress);
