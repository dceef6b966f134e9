// What is typed into a form marked data-guard is kept in this browser until it is sent, so that
// leaving the page loses nothing. It comes back with the version it was written on: what somebody
// else changed meanwhile is then asked about, never overwritten.
import { toast } from "./toast.js";

const DAYS = 7 * 24 * 3600 * 1000;
const LEFT_OUT = ["csrfmiddlewaretoken", "version"];
const WAIT = 300;

const words = () => document.body.dataset;
const SENT = "guanxi-sent";
const place = (form) => `guanxi-draft ${words().person} ${form.getAttribute("action")}${form.dataset.guard ?? ""}`;
const fields = (form) => [...form.elements].filter((one) => one.matches("input, select, textarea") && one.type !== "file" && !LEFT_OUT.includes(one.name));
const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => (isTick(field) ? field.checked : field.value);
const bornWith = (field) => (isTick(field) ? field.defaultChecked : field.tagName === "SELECT" ? ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);
const isTouched = (form) => fields(form).some((field) => field.type !== "hidden" && valueOf(field) !== bornWith(field));

const births = new WeakMap();
const birth = (form) => JSON.stringify(fields(form).filter((one) => one.type === "hidden").map((one) => one.value));

function keep(form) {
  if (!isTouched(form)) { localStorage.removeItem(place(form)); return; }
  const kept = { at: Date.now(), version: form.elements.version?.value, born: births.get(form), values: fields(form).map((field) => [field.name, valueOf(field)]) };
  localStorage.setItem(place(form), JSON.stringify(kept));
}

function bringBack(form) {
  births.set(form, birth(form));
  const kept = JSON.parse(localStorage.getItem(place(form)) ?? "null");
  if (!kept || form.matches("[data-answered]") || form.querySelector("[aria-invalid=true], .problems")) return;
  // Begun for another customer, say: it is not meant here.
  if (!form.elements.version && kept.born && kept.born !== births.get(form)) return;
  const shown = fields(form);
  const fits = kept.values.length === shown.length && shown.every((field, at) => field.name === kept.values[at][0]);
  if (!fits || Date.now() - kept.at > DAYS) { localStorage.removeItem(place(form)); return; }
  shown.forEach((field, at) => { if (isTick(field)) field.checked = kept.values[at][1]; else field.value = kept.values[at][1]; });
  if (form.elements.version && kept.version) form.elements.version.value = kept.version;
  form.dispatchEvent(new Event("change"));
  offer(form);
}

function offer(form) {
  toast(words().draft);
  if (form.closest("dialog")) return;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = words().discard;
  drop.addEventListener("click", () => { localStorage.removeItem(place(form)); location.reload(); });
  document.querySelector("#toasts")?.lastElementChild?.append(drop);
}

const timers = new WeakMap();
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), WAIT));
});

const sent = (form) => { clearTimeout(timers.get(form)); localStorage.removeItem(place(form)); };

// A form that was sent is kept until the server leads from it to another page, which tells that it was
// taken: whoever was signed out meanwhile, or whose line broke, finds it again.
const here = location.href.split("#")[0];
const waiting = () => JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[action]:not([hx-post])")) return;
  clearTimeout(timers.get(form));
  if (form.matches("[data-guard]")) keep(form);
  if (localStorage.getItem(place(form))) sessionStorage.setItem(SENT, JSON.stringify([...waiting(), [place(form), here]]));
});
if (words().person) {
  const isLedHere = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
  waiting().filter(([, from]) => isLedHere && from === document.referrer).forEach(([key]) => localStorage.removeItem(key));
  sessionStorage.removeItem(SENT);
}
document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-drop-draft]")?.closest("form");
  if (form) sent(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches?.("form[data-guard]") && event.detail.successful) sent(form);
});
document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll?.("form[data-guard]").forEach(bringBack));
