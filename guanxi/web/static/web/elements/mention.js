// <gx-mention>: typing @ in its textarea offers the colleagues who may see the record.
const WAIT = 150;
const WRITTEN = /(?:^|[^\w@.])@([^\s@,，。;；:：!！?？()（）]{0,40})$/u;
let number = 0;

class Mention extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.list = document.createElement("ul");
    this.list.id = `mention-${++number}`;
    this.list.className = "picker-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "@");
    this.list.hidden = true;
    this.append(this.list);
    this.text.setAttribute("aria-controls", this.list.id);
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.pressed(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.hide(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { event.preventDefault(); this.take(option); }
    });
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get begun() {
    return this.text.value.slice(0, this.text.selectionStart).match(WRITTEN)?.[1];
  }

  typed() {
    clearTimeout(this.timer);
    if (this.begun === undefined) this.hide();
    else this.timer = setTimeout(() => this.ask(this.begun), WAIT);
  }

  async ask(begun) {
    if (begun === undefined) return;
    const address = `${this.getAttribute("src")}?q=${encodeURIComponent(begun)}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || this.begun !== begun) return;
    this.list.innerHTML = await answer.text();
    this.list.hidden = !this.options.length;
    this.mark(0);
  }

  mark(index) {
    this.at = index;
    this.options.forEach((option, place) => {
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("aria-selected", String(place === index));
    });
    this.text.setAttribute("aria-activedescendant", this.options[index]?.id ?? "");
  }

  pressed(event) {
    if (this.list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { length } = this.options;
    if (step) this.mark((this.at + step + length) % length);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) this.take(this.options[this.at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(option) {
    const end = this.text.selectionStart;
    const start = end - this.begun.length;
    this.text.setRangeText(`${option.dataset.title.replaceAll(" ", "")} `, start, end, "end");
    this.hide();
  }

  hide() {
    this.list.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }
}

customElements.define("gx-mention", Mention);
