// <gx-live>: tells an open page what others change, over one server-sent stream.
import { toast } from "./toast.js";

class Live extends HTMLElement {
  connectedCallback() {
    this.source = new EventSource(this.getAttribute("src"));
    this.source.addEventListener("changed", (event) => this.changed(JSON.parse(event.data)));
    this.source.addEventListener("notice", (event) => this.notice(JSON.parse(event.data)));
  }

  disconnectedCallback() {
    this.source.close();
  }

  changed(fact) {
    const row = document.querySelector(`[data-base="/${CSS.escape(fact.noun)}/"] tr[data-id="${CSS.escape(String(fact.id))}"]`);
    row?.classList.add("stale");
    const page = document.querySelector(`[data-record="${CSS.escape(`${fact.noun}:${fact.id}`)}"]`);
    if (page && fact.by !== this.getAttribute("person")) toast(fact.text);
    document.dispatchEvent(new CustomEvent("fact", { detail: fact }));
  }

  notice(fact) {
    document.querySelectorAll("[data-unread]").forEach((tally) => {
      tally.textContent = fact.unread;
      tally.hidden = !fact.unread;
    });
    if (fact.text) toast(fact.text);
  }
}

customElements.define("gx-live", Live);
