// A block of cells copied from a spreadsheet and pasted into an open cell of a list: from that cell
// on, to the right and down, it is shown beside what stands there before anything is changed.
document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("gx-grid td.editing");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (!cell || (lines.length < 2 && !text.includes("\t"))) return;
  event.preventDefault();
  const row = cell.closest("tr");
  const rows = [...cell.closest("table").querySelectorAll("tbody tr[data-id]")];
  const wide = Math.max(...lines.map((line) => line.split("\t").length));
  const cells = [...row.querySelectorAll("td")];
  const right = cells.slice(cells.indexOf(cell), cells.indexOf(cell) + wide);
  const below = rows.slice(rows.indexOf(row), rows.indexOf(row) + lines.length);
  const home = cell.closest("[data-base]").dataset.base;
  const values = { id: below.map((one) => one.dataset.id), column: right.map((one) => one.dataset.f ?? ""), text };
  const open = cell.querySelector("gx-cell");
  if (open) open.drop();
  window.htmx.ajax("POST", `${home}paste/`, { target: "#layer", swap: "innerHTML", values });
});
