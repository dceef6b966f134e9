// <gx-position>: where the device is, asked for by a press alone, and taken out by another one.
const PLACES = 5;
const PATIENCE = 20_000;

class Position extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input");
    this.told = this.querySelector("output");
    // Pages that are served without encryption, and those on which nobody logs contacts, have none.
    this.hidden = !("geolocation" in navigator) || !isSecureContext || document.featurePolicy?.allowsFeature("geolocation") === false;
    [this.button, this.out] = this.querySelectorAll("button");
    this.button.addEventListener("click", () => this.ask());
    this.out.addEventListener("click", () => { this.show("", ""); this.button.focus(); });
    this.closest("form").addEventListener("reset", () => this.show("", ""));
  }

  ask() {
    this.told.textContent = "…";
    const options = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const said = `${coords.latitude.toFixed(PLACES)}, ${coords.longitude.toFixed(PLACES)}`;
        this.show(said, `${said} (±${Math.round(coords.accuracy)} m)`);
      },
      () => this.show("", this.getAttribute("denied")),
      options,
    );
  }

  show(value, said) {
    this.input.value = value;
    this.told.textContent = said;
    this.button.hidden = Boolean(value);
    this.out.hidden = !value;
  }
}

customElements.define("gx-position", Position);
