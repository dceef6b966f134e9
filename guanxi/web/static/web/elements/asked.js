// <gx-asked>: inside a form, shows the conditional fields that apply as the others stand. The
// server judges, by the same rules as when the form is saved; without an answer all stays as it is.
const WHILE_TYPING = 300;

class Asked extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.watched = this.getAttribute("watch").split(" ");
    for (const kind of ["input", "change"]) this.form.addEventListener(kind, this);
    if (this.form.querySelector("[data-must]")) this.ask();
  }

  disconnectedCallback() {
    for (const kind of ["input", "change"]) this.form.removeEventListener(kind, this);
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  handleEvent(event) {
    // A draft that came back changes the form as a whole.
    if (event.target !== this.form && !this.watched.includes(this.nameOf(event.target))) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), event.type === "input" ? WHILE_TYPING : 0);
  }

  nameOf(control) {
    return control.closest("gx-pick")?.querySelector('input[type="hidden"]').name ?? control.dataset.of ?? control.name;
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const body = new FormData(this.form);
    // Whether a field applies hangs on there being a file, not on what is in it.
    for (const [name, value] of [...body]) if (value instanceof File) body.set(name, value.name);
    body.append("shown", this.getAttribute("shown"));
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body, signal: this.asking.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (fault) {
      if (fault.name !== "AbortError" && !(fault instanceof TypeError)) throw fault;
    }
  }

  show({ idle, needed }) {
    const fields = [...this.form.querySelectorAll("[data-when]")];
    const come = fields.filter((one) => one.hidden && !idle.includes(one.dataset.when));
    for (const one of come) one.hidden = false;
    for (const one of fields.filter((each) => idle.includes(each.dataset.when))) this.hide(one);
    const musts = [...this.form.querySelectorAll("[data-must]")];
    const asked = musts.filter((one) => one.hidden && needed.includes(one.dataset.must));
    for (const one of musts) one.hidden = !needed.includes(one.dataset.must);
    const shown = [...come, ...asked.map((one) => one.closest(".field"))];
    const names = shown.map((one) => one.querySelector("label, .label").firstChild.textContent.trim());
    this.querySelector("[role=status]").textContent = names.length ? `${this.getAttribute("said")} ${names.join(", ")}` : "";
  }

  // Nobody loses the control at which they are: it goes when they leave it.
  hide(field) {
    if (!field.contains(document.activeElement)) field.hidden = true;
    else field.addEventListener("focusout", () => this.ask(), { once: true });
  }
}

customElements.define("gx-asked", Asked);
