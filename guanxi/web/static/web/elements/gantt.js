// <gx-gantt>: places the bars of a timeline by their days, draws the line of now, and lets a bar be
// taken to another day or by its end. By keyboard M asks for other times, Shift with an arrow gives
// or takes a day. On a phone all of it is a list whose rows open one by one.
import { unfold } from "./folds.js";
import { grasp } from "./grasp.js";

const DAY = 1440;
const LINE = 28;
const GAP = 6;
// Who presses an arrow again and again means one change.
const SETTLED = 500;
const percent = (part, whole) => `${(100 * part) / whole}%`;
const later = (day, days) => new Date(Date.parse(day) + days * DAY * 60000).toISOString().slice(0, 10);

class Gantt extends HTMLElement {
  connectedCallback() {
    this.days = Number(this.dataset.width);
    this.querySelectorAll(".gantt-tick, .gantt-line").forEach((one) => this.put(one, one.dataset.begins, one.dataset.days));
    this.querySelectorAll(".gantt-track").forEach((one) => { one.style.height = `${one.dataset.lines * LINE + GAP}px`; });
    this.querySelectorAll(".gantt-bar").forEach((one) => this.place(one));
    const now = this.querySelector(".gantt-now");
    if (now) now.style.left = percent(now.dataset.minute / DAY, this.days);
    this.addEventListener("pointerdown", (event) => this.pressed(event));
    this.addEventListener("keydown", (event) => this.keyed(event));
    this.addEventListener("click", (event) => unfold(event.target));
    this.addEventListener("click", (event) => { if (this.wasDragged) event.preventDefault(); this.wasDragged = false; }, true);
  }

  put(one, begins, days) {
    one.style.left = percent(begins, this.days);
    one.style.width = percent(days, this.days);
  }

  // A bar is as long as it lasts; its name takes the room beside it.
  place(bar, by = 0, longer = 0) {
    const { begins, line } = bar.dataset;
    const days = Number(bar.dataset.days) + longer;
    const room = Math.max(bar.dataset.room, days);
    this.put(bar, Number(begins) + by, room);
    bar.style.top = `${line * LINE + GAP / 2}px`;
    bar.querySelector(".gantt-fill").style.width = percent(days, room);
    bar.querySelector(".gantt-edge")?.style.setProperty("left", `calc(${percent(days, room)} - 8px)`);
  }

  // The last day once so many are added; it never ends before it begins.
  last(bar, longer) {
    const days = Number(bar.dataset.days) + longer;
    return later(this.dataset.start, Number(bar.dataset.begins) + days - 1);
  }

  show(bar, { by = 0, longer = 0, to = "" }) {
    bar.classList.add("held");
    this.place(bar, by, longer);
    bar.querySelector(".gantt-fill").dataset.to = to.slice(5);
  }

  pressed(event) {
    this.wasDragged = false;
    const bar = event.target.closest(".gantt-bar.movable");
    const isEdge = event.target.matches(".gantt-edge");
    if (!bar || event.button !== 0 || (event.pointerType === "touch" && !isEdge)) return;
    const day = bar.closest(".gantt-track").getBoundingClientRect().width / this.days;
    if (isEdge) { this.pulled(event, bar, day); return; }
    let by = 0;
    grasp(this, event, {
      over: (spot) => {
        this.wasDragged = true;
        by = Math.round((spot.clientX - event.clientX) / day);
        this.show(bar, { by, to: by ? later(bar.dataset.first, by) : "" });
      },
      drop: () => { if (by) this.send(bar, { to: later(bar.dataset.first, by) }); else this.back(bar); },
      back: () => this.back(bar),
    });
  }

  pulled(event, bar, day) {
    let longer = 0;
    grasp(this, event, {
      over: (spot) => {
        this.wasDragged = true;
        longer = Math.max(1 - bar.dataset.days, Math.round((spot.clientX - event.clientX) / day));
        this.show(bar, { longer, to: longer ? this.last(bar, longer) : "" });
      },
      drop: () => { if (longer) this.send(bar, { until: this.last(bar, longer) }); else this.back(bar); },
      back: () => this.back(bar),
    });
  }

  keyed(event) {
    const step = event.shiftKey && !event.ctrlKey && !event.altKey && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const bar = step && event.target.closest(".gantt-bar:has(.gantt-edge)");
    if (!bar) return;
    event.preventDefault();
    clearTimeout(this.timer);
    bar.longer = Math.max(1 - bar.dataset.days, (bar.longer ?? 0) + step);
    this.show(bar, { longer: bar.longer, to: this.last(bar, bar.longer) });
    this.timer = setTimeout(() => { if (bar.longer) this.send(bar, { until: this.last(bar, bar.longer) }); else this.back(bar); }, SETTLED);
  }

  back(bar) {
    bar.classList.remove("held");
    bar.longer = 0;
    delete bar.querySelector(".gantt-fill").dataset.to;
    this.place(bar);
  }

  // It stays where it was put until the page has answered; a refusal takes it back.
  send(bar, values) {
    const card = bar.querySelector(".event");
    card.addEventListener("htmx:afterRequest", (event) => { if (event.detail.failed || event.detail.xhr.status >= 400) this.back(bar); }, { once: true });
    window.htmx.ajax("POST", `${this.dataset.base}${card.dataset.id}/move/`, { source: card, target: "#layer", swap: "innerHTML", values: { as: "calendar", to: "", until: "", ...values } });
  }
}

customElements.define("gx-gantt", Gantt);
