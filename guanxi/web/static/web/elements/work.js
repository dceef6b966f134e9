// <gx-work>: the mark of long work that one began, in whichever tab. It hears how far it is over the
// page's stream, stays until what is over was looked at, and leads to the list of it all.
const KEPT = 40;

class Work extends HTMLElement {
  connectedCallback() {
    this.hear = (event) => this.show(event.detail);
    document.addEventListener("work", this.hear);
    this.querySelector("button").addEventListener("click", () => this.see());
    // What this tab has told of by itself is no news.
    document.addEventListener("work-seen", (event) => { this.keep([event.detail]); this.again(); });
    addEventListener("storage", this.again = () => { if (this.last) this.draw(); });
  }

  disconnectedCallback() {
    document.removeEventListener("work", this.hear);
    removeEventListener("storage", this.again);
  }

  get place() {
    return `guanxi-work ${this.getAttribute("person")}`;
  }

  get seen() {
    return JSON.parse(localStorage.getItem(this.place) ?? "[]");
  }

  show(course) {
    this.last = course;
    if (document.querySelector("[data-work-seen]")) this.see();
    else this.draw();
  }

  see() {
    this.keep(this.last?.ended ?? []);
    this.draw();
  }

  keep(ids) {
    localStorage.setItem(this.place, JSON.stringify([...new Set([...this.seen, ...ids])].slice(-KEPT)));
  }

  draw() {
    const { running, done, total, ended } = this.last;
    const fresh = ended.filter((one) => !this.seen.includes(one));
    this.hidden = !running.length && !fresh.length;
    this.classList.toggle("moving", running.length > 0);
    const said = this.getAttribute(running.length ? "running" : "over").replace("{n}", running.length || fresh.length);
    const slot = this.querySelector("[data-course]");
    if (slot.textContent !== said) slot.textContent = said;
    const meter = this.querySelector("progress");
    meter.hidden = !running.length;
    if (total) { meter.max = total; meter.value = done; } else meter.removeAttribute("value");
  }
}

customElements.define("gx-work", Work);
