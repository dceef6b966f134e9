// <gx-drop>: adds files chosen, dropped on the page or pasted, and shows how far they are.
import { toast } from "./toast.js";

class Drop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.bar = this.querySelector("progress");
    this.dropped = (event) => this.take(event, event.dataTransfer);
    this.pasted = (event) => this.take(event, event.clipboardData);
    this.over = (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
    this.input.addEventListener("change", () => this.send([...this.input.files]));
    this.querySelector("button").addEventListener("click", () => this.input.click());
    document.addEventListener("dragover", this.over);
    document.addEventListener("drop", this.dropped);
    document.addEventListener("paste", this.pasted);
  }

  disconnectedCallback() {
    document.removeEventListener("dragover", this.over);
    document.removeEventListener("drop", this.dropped);
    document.removeEventListener("paste", this.pasted);
  }

  take(event, carried) {
    const files = [...(carried?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.send(files);
  }

  // One after another: what fails is named, the others are kept.
  async send(files) {
    this.bar.hidden = false;
    let kept = 0;
    for (const file of files) kept += await this.one(file);
    this.bar.hidden = true;
    this.input.value = "";
    if (kept) this.show();
  }

  one(file) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file, file.name);
      request.open("POST", this.getAttribute("action"));
      request.setRequestHeader("HX-Request", "true");
      Object.entries(JSON.parse(document.body.getAttribute("hx-headers"))).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.addEventListener("progress", (event) => { this.bar.value = (100 * event.loaded) / (event.total || 1); });
      request.addEventListener("loadend", () => {
        const isKept = request.status === 200;
        if (!isKept) toast(`${this.getAttribute("failed").replace("{name}", file.name)}: ${said(request)}`);
        done(isKept);
      });
      request.send(form);
    });
  }

  show() {
    if (document.getElementById("timeline")) {
      const base = this.getAttribute("action").replace(/files\/$/, "timeline/");
      window.htmx.ajax("GET", base, { target: "#timeline", swap: "outerHTML" });
    } else location.reload();
  }
}

// A refusal comes as a toast; its words are what the person needs.
function said(request) {
  const page = new DOMParser().parseFromString(request.responseText ?? "", "text/html");
  return page.querySelector("gx-toast span")?.textContent ?? String(request.status || document.body.dataset.offline);
}

customElements.define("gx-drop", Drop);
