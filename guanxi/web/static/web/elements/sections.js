// <gx-sections data-address data-place data-lines>: the folded sections of a long form or page. What
// a person opens or folds is kept; a box finds a field by its label, its pinyin or the initials of it.
const MOST_HITS = 12;
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

class Sections extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("[data-find]");
    this.hits = this.querySelector("[data-hits]");
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("toggle", (event) => this.toggled(event.target), true);
    this.addEventListener("invalid", (event) => this.reveal(event.target), true);
    this.box.addEventListener("input", () => this.find());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("beforeprint", this.unfold = () => this.all((one) => { one.was = one.open; one.open = true; }));
    addEventListener("afterprint", this.restore = () => this.all((one) => { one.open = one.was; }));
    this.reveal(document.getElementById(location.hash.slice(1)));
    this.box.value ||= new URLSearchParams(location.search).get("find") ?? "";
    if (this.box.value) this.find();
  }

  disconnectedCallback() {
    removeEventListener("beforeprint", this.unfold);
    removeEventListener("afterprint", this.restore);
  }

  all(change) {
    this.isQuiet = true;
    this.querySelectorAll("[data-section]").forEach(change);
    setTimeout(() => { this.isQuiet = false; });
  }

  // Only what a person did themselves is kept: a section opened to show a find folds again by itself.
  clicked(event) {
    const summary = event.target.closest("summary");
    if (summary?.parentElement.dataset.section) this.touched = summary.parentElement;
    const link = event.target.closest("a[href^='#']");
    if (link) this.reveal(document.getElementById(link.hash.slice(1)));
  }

  toggled(section) {
    if (section !== this.touched || this.isQuiet) return;
    this.touched = null;
    const body = new URLSearchParams({ key: section.dataset.section, place: this.dataset.place, open: section.open ? "yes" : "no" });
    fetch(this.dataset.address, { method: "POST", body, keepalive: true, headers: JSON.parse(document.body.getAttribute("hx-headers")) });
  }

  reveal(one) {
    const section = one?.closest("[data-section]");
    if (section && this.contains(section)) section.open = true;
  }

  get lines() {
    return [...this.querySelectorAll(`[data-section] ${this.dataset.lines}[data-spelled]`)].filter((one) => !one.hidden || one.dataset.away);
  }

  matching(wanted) {
    const label = (one) => plain((one.querySelector("label, .label") ?? one).textContent);
    return this.lines.filter((one) => label(one).includes(wanted) || one.dataset.spelled.split(" ").some((part) => part.includes(wanted)));
  }

  find() {
    const wanted = plain(this.box.value);
    const found = wanted ? this.matching(wanted) : [];
    this.querySelector("[data-none]").hidden = !wanted || found.length > 0;
    if (this.hits) this.list(found, wanted);
    else this.narrow(found, wanted);
  }

  // On a form: the fields found stand in place of the sections, each a way to its control.
  list(found, wanted) {
    this.hits.replaceChildren(...found.slice(0, MOST_HITS).map((one) => {
      const [line, way, where] = ["li", "button", "small"].map((name) => document.createElement(name));
      way.type = "button";
      way.textContent = one.querySelector("label, .label").firstChild.textContent.trim();
      where.textContent = one.closest("[data-section]").querySelector("h2").textContent;
      way.append(where);
      way.addEventListener("click", () => this.go(one));
      line.append(way);
      return line;
    }));
    this.hits.hidden = !found.length;
    this.querySelector("[data-jumps]").hidden = Boolean(wanted);
  }

  // On a page: only what was found is left.
  narrow(found, wanted) {
    for (const one of this.lines) {
      const isAway = Boolean(wanted) && !found.includes(one);
      one.hidden = one.nextElementSibling.hidden = isAway;
      if (isAway) one.dataset.away = "yes";
      else delete one.dataset.away;
    }
    this.all((section) => {
      section.stood ??= section.open;
      section.hidden = Boolean(wanted) && !found.some((one) => section.contains(one));
      section.open = wanted ? true : section.stood;
      if (!wanted) delete section.stood;
    });
    const form = this.querySelector("[data-form]");
    if (form) form.href = `${this.dataset.edit}?${new URLSearchParams({ find: this.box.value })}`;
  }

  go(field) {
    this.reveal(field);
    field.scrollIntoView({ block: "center" });
    field.querySelector("input:not([type=hidden]), select, textarea, button")?.focus({ preventScroll: true });
  }

  pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") { event.preventDefault(); this.hits?.querySelector("button")?.click(); }
    if (event.key === "ArrowDown" && this.hits) { event.preventDefault(); this.hits.querySelector("button")?.focus(); }
    if (event.key === "Escape" && this.box.value) { event.stopPropagation(); this.box.value = ""; this.find(); }
  }
}

customElements.define("gx-sections", Sections);
