// <gx-live>: an open page hears what others change, and who else is here, over one stream.
import { toast } from "./toast.js";

const WAIT = 400;
const AGAIN = 20000;
const SHOWN = 4;

class Live extends HTMLElement {
  connectedCallback() {
    this.seen = () => (document.hidden ? this.close() : this.open());
    document.addEventListener("visibilitychange", this.seen);
    this.seen();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
    clearTimeout(this.timer);
    this.close();
  }

  // A browser holds few connections to one host: only the page in front keeps its stream.
  open() {
    if (this.source) return;
    const address = new URL(this.getAttribute("src"), location.href);
    address.searchParams.set("bell", document.querySelector("[data-unread]")?.textContent ?? "");
    this.source = new EventSource(address);
    this.source.addEventListener("error", () => this.again());
    this.source.addEventListener("open", () => { this.dataset.open = ""; });
    this.source.addEventListener("changed", (event) => this.changed(JSON.parse(event.data)));
    this.source.addEventListener("work", (event) => document.dispatchEvent(new CustomEvent("work", { detail: JSON.parse(event.data) })));
    this.source.addEventListener("notices", (event) => document.dispatchEvent(new CustomEvent("notices", { detail: JSON.parse(event.data) })));
    this.source.addEventListener("here", (event) => this.here(JSON.parse(event.data)));
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  // A browser asks again by itself where the connection broke, but not after a refusal, such as that
  // of a server whose database is away.
  again() {
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.close();
    setTimeout(() => { if (this.isConnected && !document.hidden) this.open(); }, AGAIN);
  }

  changed(fact) {
    if (String(fact.by) === this.getAttribute("person")) return;
    const row = this.row(document, fact);
    if (row) { row.classList.add("stale"); this.renewSoon(); }
    const page = document.querySelector(`[data-record="${CSS.escape(`${fact.noun}:${fact.id}`)}"]`);
    if (page) this.tell(fact);
    document.dispatchEvent(new CustomEvent("fact", { detail: fact }));
  }

  tell(fact) {
    toast(this.getAttribute("said").replace("{name}", fact.name || "Guanxi"));
    const again = document.createElement("button");
    again.type = "button";
    again.dataset.reload = "";
    again.textContent = this.getAttribute("reload");
    document.querySelector("#toasts")?.lastElementChild?.append(again);
  }

  row(root, fact) {
    return root.querySelector(`[data-base="/${CSS.escape(fact.noun)}/"] tr[data-id="${CSS.escape(String(fact.id))}"]`);
  }

  renewSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.renew(), WAIT);
  }

  // The list is read once more and only the rows that others changed are put in place; one that is
  // no longer on this page keeps its mark, and what is chosen or being typed stays.
  async renew() {
    if (!document.querySelector("#list tr.stale")) return;
    const headers = { "HX-Request": "true", "HX-Target": "list" };
    const answer = await fetch(location.href, { headers }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("#list tr.stale").forEach((row) => {
      const fresh = page.querySelector(`tr[data-id="${row.dataset.id}"]`);
      if (!fresh || row.querySelector(".editing")) return;
      const isChosen = row.querySelector(".pick input")?.checked;
      const hadFocus = row.contains(document.activeElement);
      row.replaceChildren(...fresh.children);
      row.classList.replace("stale", "renewed");
      if (isChosen) row.querySelector(".pick input").checked = true;
      if (hadFocus) row.querySelector(".named > a")?.focus({ preventScroll: true });
    });
  }

  here(people) {
    const slot = document.querySelector("[data-company]");
    if (!slot) return;
    slot.hidden = !people.length;
    slot.setAttribute("aria-label", `${this.getAttribute("company")} ${people.map((one) => one.name).join(", ")}`);
    slot.title = slot.getAttribute("aria-label");
    const faces = new DOMParser().parseFromString(people.slice(0, SHOWN).map((one) => one.face).join(""), "text/html");
    slot.replaceChildren(...faces.body.children);
  }
}

customElements.define("gx-live", Live);
