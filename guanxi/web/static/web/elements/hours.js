// <gx-hours>: places the blocks of a day by their minutes, draws the line of now, begins with the
// working hours, and lets times be chosen, moved and lengthened by pointer. The form of a move (M,
// or the button on a block) does the same by keyboard.
import { choose, lengthen, move } from "./timing.js";

const DAY = 1440;
const WORK = 8 * 60;
const STEP = 15;
const MINUTE = 60000;
const LANE = 104;
// Where the person stood: a calendar that was read anew is looked at from the same place.
let stood = null;

class Hours extends HTMLElement {
  connectedCallback() {
    this.querySelectorAll(".slot").forEach((block) => this.put(block));
    if (this.matches(".day")) this.widen(this.querySelector(".hours-day"));
    this.line = this.querySelector(".hours-now");
    this.begun = performance.now();
    this.tick();
    this.timer = setInterval(() => this.tick(), MINUTE);
    this.begin();
    this.addEventListener("scroll", () => { stood = this.scrollTop; }, { passive: true });
    this.addEventListener("pointerdown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => { if (this.wasDragged) event.preventDefault(); this.wasDragged = false; }, true);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  put(block, from = Number(block.dataset.from), till = Number(block.dataset.till)) {
    const { lane = 0, lanes = 1 } = block.dataset;
    block.style.top = `${(100 * from) / DAY}%`;
    block.style.height = `${(100 * (till - from)) / DAY}%`;
    block.style.left = `${(100 * lane) / lanes}%`;
    block.style.width = `${100 / lanes}%`;
    block.classList.toggle("slim", till - from < 45);
  }

  // A day of many at once is read by moving sideways.
  widen(day) {
    day.style.minWidth = `${day.dataset.lanes * LANE}px`;
  }

  tick() {
    if (!this.line) return;
    const minute = Number(this.line.dataset.minute) + (performance.now() - this.begun) / MINUTE;
    this.line.style.top = `${(100 * minute) / DAY}%`;
    this.line.hidden = minute >= DAY;
  }

  // The first working hour stands on top, or what happens before it.
  begin() {
    const starts = [...this.querySelectorAll(".slot")].map((block) => Number(block.dataset.from));
    const first = Math.max(0, Math.min(WORK, ...starts) - STEP);
    const body = this.querySelector(".hours-body");
    this.scrollTop = stood ?? (body.offsetHeight * first) / DAY;
  }

  column(x) {
    const days = [...this.querySelectorAll(".hours-day")];
    return days.find((day) => x < day.getBoundingClientRect().right) ?? days.at(-1);
  }

  minute(y) {
    const box = this.querySelector(".hours-day").getBoundingClientRect();
    return Math.min(DAY, Math.max(0, ((y - box.top) / box.height) * DAY));
  }

  pressed(event) {
    this.wasDragged = false;
    const block = event.target.closest(".slot");
    const day = event.target.closest(".hours-day");
    if (event.button !== 0 || !day || event.target.closest("button")) return;
    if (!block) choose(this, event, day);
    else if (event.target.matches(".slot-edge")) lengthen(this, event, block, day);
    else if (block.matches(".movable") && event.pointerType !== "touch") move(this, event, block, day);
  }
}

customElements.define("gx-hours", Hours);
