// The keyboard of the house. Single keys work outside fields only, and can be switched off.
import { openPalette } from "./palette.js";

const WAIT = 900;
let prefix = "";
let timer = 0;

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog, [popover]");
}

function press(selector) {
  const target = [...document.querySelectorAll(selector)].find((one) => one.offsetParent !== null);
  target?.click();
  return Boolean(target);
}

function room(letter) {
  const target = document.querySelector(`.rail [data-go="${CSS.escape(letter)}"]`);
  if (target) location.assign(target.href);
  return Boolean(target);
}

const SINGLE = {
  "?": () => press("[data-keys-help]"),
  "/": () => press("[data-key-filter]"),
  c: () => press("[data-key-create]"),
  e: () => press("[data-key-edit]"),
  a: () => press("[data-key-assign]"),
  p: () => press("[data-peek]"),
  n: () => { const field = document.querySelector("[data-key-note]"); field?.focus(); return Boolean(field); },
  z: () => press("[data-undo]"),
  "[": () => press("[data-key-previous]"),
  "]": () => press("[data-key-next]"),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest?.("form");
    if (form) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.documentElement.dataset.keys === "off") return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  clearTimeout(timer);
  if (prefix === "g") {
    prefix = "";
    if (room(key)) event.preventDefault();
    return;
  }
  if (key === "g") {
    prefix = "g";
    timer = setTimeout(() => { prefix = ""; }, WAIT);
    return;
  }
  if (SINGLE[key]?.()) event.preventDefault();
});
