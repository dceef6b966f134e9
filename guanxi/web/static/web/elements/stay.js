// The cursor of a list stays on its row, and the focus with it, when the list is drawn anew; without
// a cursor the focus is where the person was at work.
import { workplace } from "./layer.js";

let row = "";

document.addEventListener("cursor", (event) => { row = event.detail.dataset.id; });

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.id === "list" && document.activeElement === document.body && !row) workplace()?.focus?.({ preventScroll: true });
  if (!row || document.querySelector("#list tr.cursor")) return;
  const fresh = document.querySelector(`#list tr[data-id="${CSS.escape(row)}"]`);
  fresh?.classList.add("cursor");
  if (document.activeElement === document.body) fresh?.querySelector(".named > a")?.focus({ preventScroll: true });
});
