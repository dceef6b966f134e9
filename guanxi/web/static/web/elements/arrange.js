// <gx-arrange>: lines in sections. A line goes by drag, by its buttons or with Alt and the arrow
// keys, also into the section beside; ticked lines go together. What the form sends is the order.
import { Carried } from "./carried.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const LEAPS = { PageUp: -1, PageDown: 1 };

class Arrange extends HTMLElement {
  connectedCallback() {
    this.place = this.querySelector("[data-sections]");
    this.to = this.querySelector("[data-to]");
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("change", (event) => { if (event.target.matches("[data-tick]")) this.count(); });
    this.to.addEventListener("change", () => this.send());
    this.querySelector("[data-sift]").addEventListener("input", (event) => this.sift(event.target.value));
    new Carried(this);
    this.offer();
  }

  get sections() { return [...this.place.children]; }
  get ticked() { return [...this.querySelectorAll("[data-tick]:checked")].map((one) => one.closest("li")); }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const section = button.closest("[data-section]");
    if (button.dataset.move) this.step(button.closest("li"), Number(button.dataset.move), button);
    if (button.dataset.shift) this.beside(section, Number(button.dataset.shift), button);
    if ("dissolve" in button.dataset) this.dissolve(section);
    if ("add" in button.dataset) this.add();
  }

  pressed(event) {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.preventDefault();
    const line = event.target.closest("li[data-field]");
    if (!line || !event.altKey) return;
    const [step, leap] = [STEPS[event.key], LEAPS[event.key]];
    if (step || leap) event.preventDefault();
    if (step) this.step(line, step, event.target);
    if (leap) this.leap(line, leap, event.target);
  }

  step(line, step, at) {
    const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return this.leap(line, step, at);
    if (step < 0) other.before(line);
    else other.after(line);
    this.say(line, at);
  }

  leap(line, step, at) {
    const section = this.sections[this.sections.indexOf(line.closest("[data-section]")) + step];
    if (!section) return;
    const list = section.querySelector("ul");
    if (step < 0) list.append(line);
    else list.prepend(line);
    this.say(line, at);
  }

  beside(section, step, button) {
    const other = step < 0 ? section.previousElementSibling : section.nextElementSibling;
    if (other) other[step < 0 ? "before" : "after"](section);
    button.focus();
  }

  dissolve(section) {
    const other = section.previousElementSibling ?? section.nextElementSibling;
    if (!other) return;
    other.querySelector("ul").append(...section.querySelectorAll("li"));
    section.remove();
    other.querySelector("[name=zh]").focus();
  }

  add() {
    this.place.append(this.querySelector("template").content.cloneNode(true));
    const made = this.place.lastElementChild;
    made.scrollIntoView({ block: "nearest" });
    made.querySelector("[name=zh]").focus();
  }

  nameOf(section) {
    const [zh, en] = ["zh", "en"].map((name) => section.querySelector(`[name=${name}]`).value.trim());
    return (document.documentElement.lang.startsWith("zh") ? zh || en : en || zh) || "—";
  }

  offer() {
    const [first] = this.to.options;
    this.to.replaceChildren(first, ...this.sections.map((one, place) => new Option(this.nameOf(one), place)));
  }

  send() {
    const section = this.sections[this.to.value];
    if (section && this.to.value) section.querySelector("ul").append(...this.ticked);
    this.querySelectorAll("[data-tick]:checked").forEach((one) => { one.checked = false; });
    this.to.value = "";
    this.count();
    section?.scrollIntoView({ block: "nearest" });
  }

  count() {
    this.offer();
    this.querySelector("[data-chosen]").hidden = !this.ticked.length;
    this.querySelector("[data-count]").textContent = this.ticked.length;
  }

  sift(text) {
    const wanted = text.trim().toLowerCase();
    for (const line of this.querySelectorAll("li")) line.hidden = !line.textContent.toLowerCase().includes(wanted);
  }

  say(line, at) {
    at.focus();
    line.scrollIntoView({ block: "nearest" });
    const parts = { field: line.querySelector(".who span").textContent, section: this.nameOf(line.closest("[data-section]")), place: [...line.parentElement.children].indexOf(line) + 1 };
    this.querySelector("[data-said]").textContent = this.dataset.moved.replace(/{(\w+)}/g, (_, name) => parts[name]);
  }
}

customElements.define("gx-arrange", Arrange);
