// <gx-formula>: a box with a formula, and names to insert where its caret stands. A search narrows
// them; arrow keys walk from the search through what was found, Enter inserts and goes on typing.
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

class Formula extends HTMLElement {
  connectedCallback() {
    this.box = this.querySelector("textarea");
    this.sieve = this.querySelector("[data-find]");
    this.sieve.addEventListener("input", (event) => { event.stopPropagation(); this.sift(); });
    this.addEventListener("keydown", (event) => this.pressed(event));
    this.addEventListener("click", (event) => {
      const name = event.target.closest("[data-insert]");
      if (name) this.insert(name.dataset.insert);
    });
  }

  get shown() {
    return [...this.querySelectorAll("[data-insert]:not([hidden])")];
  }

  sift() {
    const wanted = plain(this.sieve.value);
    for (const one of this.querySelectorAll("[data-insert]")) {
      one.hidden = !plain(one.textContent).includes(wanted) && !one.dataset.spelled.split(" ").some((part) => part.includes(wanted));
    }
    for (const shelf of this.querySelectorAll("[data-shelf]")) shelf.hidden = !shelf.querySelector("[data-insert]:not([hidden])");
    this.querySelector("[data-none]").hidden = this.shown.length > 0;
  }

  pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const isSieve = event.target === this.sieve;
    const at = this.shown.indexOf(event.target.closest("[data-insert]"));
    if (isSieve && event.key === "Enter") {
      event.preventDefault();
      this.shown[0]?.click();
    } else if (step && (isSieve || at >= 0)) {
      event.preventDefault();
      (this.shown[at + step] ?? this.sieve).focus();
    } else if (event.key === "Escape" && (at >= 0 || this.sieve.value)) {
      event.preventDefault();
      event.stopPropagation();
      this.sieve.value = "";
      this.sift();
      this.sieve.focus();
    }
  }

  // The caret then stands where the first value of a function goes; what was marked goes in there.
  insert(text) {
    const { selectionStart: from, selectionEnd: to, value } = this.box;
    const open = text.indexOf("(") + 1;
    const marked = open ? value.slice(from, to) : "";
    this.box.setRangeText(open ? text.slice(0, open) + marked + text.slice(open) : text, from, to, "end");
    const caret = open ? from + open + marked.length : this.box.selectionEnd;
    this.box.focus();
    this.box.setSelectionRange(caret, caret);
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

customElements.define("gx-formula", Formula);
