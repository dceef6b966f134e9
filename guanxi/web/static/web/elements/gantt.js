// <gx-gantt>: places the bars of a timeline by their days, draws the line of now, and lets a bar be
// taken to another day. M asks for other times by keyboard; on a phone all of it is a list.
import { grasp } from "./grasp.js";

const DAY = 1440;
const LINE = 28;
const GAP = 6;
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
    this.addEventListener("click", (event) => { if (this.wasDragged) event.preventDefault(); this.wasDragged = false; }, true);
  }

  put(one, begins, days) {
    one.style.left = percent(begins, this.days);
    one.style.width = percent(days, this.days);
  }

  // A bar is as long as it lasts; its name takes the room beside it.
  place(bar, by = 0) {
    const { begins, days, room, line } = bar.dataset;
    this.put(bar, Number(begins) + by, room);
    bar.style.top = `${line * LINE + GAP / 2}px`;
    bar.querySelector(".gantt-fill").style.width = percent(days, room);
  }

  pressed(event) {
    this.wasDragged = false;
    const bar = event.target.closest(".gantt-bar.movable");
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    const day = bar.closest(".gantt-track").getBoundingClientRect().width / this.days;
    let by = 0;
    grasp(this, event, {
      over: (spot) => {
        this.wasDragged = true;
        by = Math.round((spot.clientX - event.clientX) / day);
        bar.classList.add("held");
        this.place(bar, by);
        bar.querySelector(".gantt-fill").dataset.to = by ? later(bar.dataset.first, by).slice(5) : "";
      },
      drop: () => { if (by) this.send(bar, later(bar.dataset.first, by)); else this.back(bar); },
      back: () => this.back(bar),
    });
  }

  back(bar) {
    bar.classList.remove("held");
    delete bar.querySelector(".gantt-fill").dataset.to;
    this.place(bar);
  }

  // It stays where it was put until the page has answered; a refusal takes it back.
  send(bar, to) {
    const card = bar.querySelector(".event");
    card.addEventListener("htmx:afterRequest", (event) => { if (event.detail.failed || event.detail.xhr.status >= 400) this.back(bar); }, { once: true });
    window.htmx.ajax("POST", `${this.dataset.base}${card.dataset.id}/move/`, { source: card, target: "#layer", swap: "innerHTML", values: { as: "calendar", to, until: "" } });
  }
}

customElements.define("gx-gantt", Gantt);
