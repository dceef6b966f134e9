// <gx-pick>: type, choose one, and its number goes into the form.
class Pick extends HTMLElement {
  connectedCallback() {
    this.hidden_ = this.querySelector('input[type="hidden"]');
    this.input = this.querySelector('[role="combobox"]');
    this.list = this.querySelector('[role="listbox"]');
    this.at = -1;
    this.kept = [this.hidden_.value, this.input.value];
    this.input.addEventListener("input", () => { this.hidden_.value = ""; });
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.leave());
    for (const came of ["focus", "click"]) this.input.addEventListener(came, () => { if (this.options.length) this.show(true); });
    this.list.addEventListener("htmx:afterSwap", () => { this.mark(0); this.show(document.activeElement === this.input); });
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) { event.preventDefault(); this.take(option); }
    });
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]')];
  }

  show(on) {
    this.list.hidden = !on;
    this.input.setAttribute("aria-expanded", String(on));
  }

  mark(index) {
    this.at = index;
    this.options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    this.input.setAttribute("aria-activedescendant", this.options[index]?.id ?? "");
  }

  pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !this.options.length) {
      this.input.click();
    } else if (step) {
      event.preventDefault();
      this.show(true);
      this.mark((this.at + step + this.options.length) % this.options.length);
    } else if (event.key === "Enter" && !this.list.hidden && this.options[this.at]) {
      event.preventDefault();
      event.stopPropagation();
      this.take(this.options[this.at]);
    } else if (event.key === "Enter" && this.input.value && !this.hidden_.value) {
      // Not yet found, or nobody of that name: nothing is sent with half a name.
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.show(false);
    }
  }

  leave() {
    // Half a name chooses nobody: what stood there before stands again.
    if (!this.hidden_.value && this.input.value) [this.hidden_.value, this.input.value] = this.kept;
    setTimeout(() => this.show(false), 150);
  }

  take(option) {
    this.hidden_.value = option.dataset.value;
    this.input.value = option.dataset.title;
    this.kept = [this.hidden_.value, this.input.value];
    this.show(false);
    this.hidden_.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("gx-pick", Pick);
