// Where a floating thing belongs, and who gets the focus back when it goes.
let opener = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const asked = event.detail.elt;
  if (asked.closest("dialog, [popover]")) return;
  opener = asked;
});

export function lastOpener() {
  return opener?.isConnected ? opener : null;
}

export function place(floating, anchor) {
  const spot = anchor.getBoundingClientRect();
  const width = floating.offsetWidth;
  const height = floating.offsetHeight;
  const below = spot.bottom + 4 + height <= innerHeight;
  const top = below ? spot.bottom + 4 : Math.max(8, spot.top - height - 4);
  const left = Math.min(Math.max(8, spot.left), Math.max(8, innerWidth - width - 8));
  floating.style.top = `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`;
  floating.style.left = `${left}px`;
}

export function firstField(root) {
  return root.querySelector("[autofocus], input:not([type=hidden]):not([disabled]), select, textarea, button:not([data-close])");
}
