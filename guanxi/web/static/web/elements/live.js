// <gx-live>: tells an open page what others change, over one server-sent stream.
import { toast } from "./toast.js";

class Live extends HTMLElement {
  connectedCallback() {
    this.seen = () => (document.hidden ? this.close() : this.open());
    document.addEventListener("visibilitychange", this.seen);
    this.seen();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.seen);
    this.close();
  }

  // A browser holds few connections to one host: only the page in front keeps its stream.
  open() {
    if (this.source) return;
    this.source = new EventSource(this.getAttribute("src"));
    this.source.addEventListener("changed", (event) => this.changed(JSON.parse(event.data)));
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  changed(fact) {
    const row = document.querySelector(`[data-base="/${CSS.escape(fact.noun)}/"] tr[data-id="${CSS.escape(String(fact.id))}"]`);
    row?.classList.add("stale");
    if (String(fact.by) === this.getAttribute("person")) return;
    const page = document.querySelector(`[data-record="${CSS.escape(`${fact.noun}:${fact.id}`)}"]`);
    if (page) toast(this.getAttribute("said").replace("{name}", fact.name || "Guanxi"));
    document.dispatchEvent(new CustomEvent("fact", { detail: fact }));
  }
}

customElements.define("gx-live", Live);
