// One drag of a pointer: it begins after a few pixels, Esc takes it back, the edge of a scrolling
// part carries it on. `takesPress` says that a press without a drag counts as well.
const FAR = 4;
const EDGE = 32;

export function grasp(part, begun, { over, drop, back, takesPress = false }) {
  let isDragged = false;
  const far = (event) => Math.hypot(event.clientX - begun.clientX, event.clientY - begun.clientY) > FAR;
  const ends = new AbortController();
  const on = (name, act) => document.addEventListener(name, act, { signal: ends.signal });
  on("pointermove", (event) => {
    if (event.pointerId !== begun.pointerId || (!isDragged && (begun.pointerType === "touch" && takesPress || !far(event)))) return;
    isDragged = true;
    event.preventDefault();
    const box = part.getBoundingClientRect();
    if (event.clientY > box.bottom - EDGE) part.scrollTop += 8;
    else if (event.clientY < box.top + 3 * EDGE) part.scrollTop -= 8;
    over(event);
  });
  on("pointerup", (event) => {
    if (event.pointerId !== begun.pointerId) return;
    ends.abort();
    if (isDragged || (takesPress && !far(event))) drop(event);
  });
  on("pointercancel", () => { ends.abort(); back(); });
  on("keydown", (event) => { if (event.key === "Escape" && isDragged) { event.preventDefault(); ends.abort(); back(); } });
  if (begun.pointerType !== "touch") begun.preventDefault();
}
