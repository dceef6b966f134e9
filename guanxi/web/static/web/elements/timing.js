// What a pointer does to the hours of a day: an empty time becomes something new, a block is moved,
// its lower edge lengthens it. The page decides; what it refuses goes back to where it stood.
import { grasp } from "./grasp.js";

const DAY = 1440;
const STEP = 15;
const snapped = (minute) => Math.round(minute / STEP) * STEP;
const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
// The end of a day is the beginning of the next.
const moment = (day, minute) => (minute < DAY ? `${day}T${clock(minute)}` : `${new Date(Date.parse(day) + DAY * 60000).toISOString().slice(0, 10)}T00:00`);

// An empty time becomes a new record: a press takes an hour, a drag what it covers.
export function choose(hours, event, day) {
  if (!hours.dataset.new) return;
  const from = Math.min(DAY - STEP, Math.floor(hours.minute(event.clientY) / 30) * 30);
  const draft = document.createElement("div");
  draft.className = "slot draft";
  let till = Math.min(DAY, from + 60);
  const show = () => { hours.put(draft, from, till); draft.textContent = `${clock(from)}–${clock(till)}`; day.append(draft); };
  grasp(hours, event, {
    over: (spot) => { till = Math.min(DAY, Math.max(from + STEP, snapped(hours.minute(spot.clientY)))); show(); },
    drop: () => { show(); make(hours, day.dataset.value, from, till); document.addEventListener("close", () => draft.remove(), { capture: true, once: true }); },
    back: () => draft.remove(),
    takesPress: true,
  });
}

function make(hours, day, from, till) {
  const end = hours.dataset.end ? `&${hours.dataset.end}=${moment(day, till)}` : "";
  const joint = hours.dataset.new.endsWith("?") ? "" : "&";
  window.htmx.ajax("GET", `${hours.dataset.new}${joint}${hours.dataset.start}=${moment(day, from)}${end}`, { source: hours, target: "#layer", swap: "innerHTML" });
}

export function lengthen(hours, event, block, day) {
  const from = Number(block.dataset.from);
  let till = Number(block.dataset.till);
  grasp(hours, event, {
    over: (spot) => { till = Math.min(DAY, Math.max(from + STEP, snapped(hours.minute(spot.clientY)))); hold(hours, block, from, till); },
    drop: () => send(hours, block, { until: moment(day.dataset.value, till) }),
    back: () => letGo(hours, block, day),
  });
}

export function move(hours, event, block, day) {
  const length = block.dataset.till - block.dataset.from;
  const grip = hours.minute(event.clientY) - block.dataset.from;
  let [from, there] = [Number(block.dataset.from), day];
  grasp(hours, event, {
    over: (spot) => {
      from = Math.min(DAY - STEP, Math.max(0, snapped(hours.minute(spot.clientY) - grip)));
      there = hours.column(spot.clientX);
      if (block.parentElement !== there) there.append(block);
      hold(hours, block, from, Math.min(DAY, from + length));
    },
    drop: () => send(hours, block, { to: moment(there.dataset.value, from) }, day),
    back: () => letGo(hours, block, day),
  });
}

function hold(hours, block, from, till) {
  hours.wasDragged = true;
  block.classList.add("held");
  hours.put(block, from, till);
  const told = block.querySelector("time");
  if (told) { told.dataset.kept ??= told.textContent; told.textContent = `${clock(from)}–${clock(till)}`; }
}

function letGo(hours, block, day) {
  const told = block.querySelector("time");
  if (told?.dataset.kept) told.textContent = told.dataset.kept;
  block.classList.remove("held");
  day.append(block);
  hours.put(block);
}

// It stays where it was put until the page has answered; a refusal takes it back.
function send(hours, block, values, day = block.parentElement) {
  const card = block.querySelector(".event");
  card.addEventListener("htmx:afterRequest", (event) => { if (event.detail.failed || event.detail.xhr.status >= 400) letGo(hours, block, day); }, { once: true });
  window.htmx.ajax("POST", `${hours.dataset.base}${card.dataset.id}/move/`, { source: card, target: "#layer", swap: "innerHTML", values: { as: "calendar", to: "", until: "", ...values } });
}
