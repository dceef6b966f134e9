// Where a floating thing belongs, and who gets the focus back when it goes.
let opener = null;
let worked = null;
let within = "";

document.addEventListener("htmx:beforeRequest", (event) => {
  const asked = event.detail.elt;
  const isInside = asked.closest("dialog, [popover]");
  if (isInside || event.detail.target?.id === "layer") within = isInside ? asked.name : "";
  if (isInside) return;
  opener = asked;
  const active = document.activeElement;
  worked = active && active !== document.body ? active : asked;
});

export function lastOpener() {
  return opener?.isConnected ? opener : null;
}

// Where the person was at work: a key opens layers from anywhere, so that is not what opened them.
export function workplace() {
  if (worked?.isConnected) return worked;
  return (worked?.id && document.getElementById(worked.id)) || lastOpener();
}

export function place(floating, anchor) {
  const spot = anchor.getBoundingClientRect();
  const width = floating.offsetWidth;
  const height = floating.offsetHeight;
  const below = spot.bottom + 4 + height <= innerHeight;
  const above = spot.top - height - 4 >= 8;
  let top = below ? spot.bottom + 4 : spot.top - height - 4;
  let left = Math.min(Math.max(8, spot.left), Math.max(8, innerWidth - width - 8));
  if (!below && !above) {
    top = spot.top - 40;
    if (spot.left - width - 24 >= 8) left = spot.left - width - 24;
  }
  top = Math.max(8, top);
  floating.style.top = `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`;
  floating.style.left = `${left}px`;
}

// The field that asked for a new form goes on from there.
export function firstField(root) {
  const asked = within && root.querySelector(`select[name="${CSS.escape(within)}"]`);
  if (asked) return asked;
  const fields = root.querySelectorAll("[autofocus], input:not([type=hidden]):not([disabled]), select, textarea, button:not([data-close], [aria-disabled=true])");
  return [...fields].find((field) => field.checkVisibility()) ?? null;
}
