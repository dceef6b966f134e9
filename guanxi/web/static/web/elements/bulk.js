// <gx-bulk>: what is chosen, and whether the act reaches beyond this page: no longer once a row of
// it is taken out. Acts that none of the ticked rows can take are not offered. Esc lets all of it go.
class Bulk extends HTMLElement {
  connectedCallback() {
    this.list = this.closest("#list");
    this.list?.addEventListener("chosen", (event) => this.show(event.detail));
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-choose-all]")) this.reach(true);
      if (event.target.closest("[data-choose-none]")) this.clear();
    });
    this.onKey = (event) => this.pressed(event);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  pressed(event) {
    const busy = document.querySelector("dialog[open], [popover]:popover-open, gx-peek:not([hidden])");
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key !== "Escape" || event.defaultPrevented || busy || isTyping) return;
    if (this.list?.querySelector("tbody .pick input:checked")) this.clear();
  }

  show(chosen) {
    const said = this.querySelector("[data-chosen]");
    if (this.everything && chosen < this.list.querySelectorAll("tbody .pick input").length) this.reach(false);
    if (!this.everything && said) said.textContent = said.dataset.chosen.replace("{n}", chosen);
    clearTimeout(this.waiting);
    if (chosen && !this.everything) this.waiting = setTimeout(() => this.ask(), 150);
  }

  async ask() {
    const ids = [...this.list.querySelectorAll(".pick [name=id]:checked")].map((box) => ["id", box.value]);
    const answer = await fetch(`${this.dataset.takers}?${new URLSearchParams(ids)}`).catch(() => null);
    if (answer?.ok && !this.everything) this.offer(await answer.json());
  }

  offer(takers) {
    this.querySelectorAll("[data-act]").forEach((act) => { act.hidden = takers[act.dataset.act] === 0; });
  }

  reach(everything) {
    this.everything = everything;
    this.offer({});
    this.list.querySelector("[name=everything]").value = everything ? "1" : "";
    const said = this.querySelector("[data-chosen]");
    const all = this.querySelector("[data-choose-all]");
    if (everything) said.textContent = all.dataset.chooseAll;
    if (all) all.hidden = everything;
  }

  clear() {
    this.reach(false);
    this.list.querySelectorAll(".pick input").forEach((box) => { box.checked = false; });
    this.list.querySelector("gx-grid")?.count();
  }
}

customElements.define("gx-bulk", Bulk);
