// What a press opens of a timeline on a phone: one of its rows, or all that a row holds.
export function unfold(pressed) {
  const button = pressed.closest(".gantt-fold, .gantt-more");
  const row = button?.closest(".gantt-row");
  if (!row) return;
  row.classList.toggle(button.matches(".gantt-more") ? "whole" : "open");
  row.querySelector(".gantt-fold").setAttribute("aria-expanded", row.matches(".open"));
}
