// Arrow keys inside menus and tabs; letters jump to a name.
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.('[role="menu"]');
  if (!menu) return;
  const items = [...menu.querySelectorAll('[role^="menuitem"]:not([aria-disabled="true"])')];
  const at = items.indexOf(document.activeElement);
  let next = null;
  if (event.key in STEPS) next = items[(at + STEPS[event.key] + items.length) % items.length];
  else if (event.key === "Home") next = items[0];
  else if (event.key === "End") next = items.at(-1);
  else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    next = items.find((item, index) => index > at && item.textContent.trim().toLowerCase().startsWith(letter));
  }
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
});

document.addEventListener("toggle", (event) => {
  if (event.newState === "open" && event.target.matches?.('[role="menu"]')) {
    event.target.querySelector('[role^="menuitem"]')?.focus();
  }
}, true);
