// <gx-fold>: long parts stand open on a desk and folded on a phone, until a person opens or closes one.
const phone = matchMedia("screen and (max-width: 720px)");

class Fold extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.fit = () => { if (!this.isChosen) this.details.open = !phone.matches; };
    this.unfold = () => { this.wasOpen = this.details.open; this.details.open = true; };
    this.restore = () => { this.details.open = this.wasOpen; };
    this.details.querySelector("summary").addEventListener("click", () => { this.isChosen = true; });
    phone.addEventListener("change", this.fit);
    addEventListener("beforeprint", this.unfold);
    addEventListener("afterprint", this.restore);
    this.fit();
  }

  disconnectedCallback() {
    phone.removeEventListener("change", this.fit);
    removeEventListener("beforeprint", this.unfold);
    removeEventListener("afterprint", this.restore);
  }
}

customElements.define("gx-fold", Fold);
