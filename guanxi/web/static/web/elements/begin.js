// A page that is one form begins in its first field, or in the first that was refused.
import { firstField } from "./layer.js";

const form = document.querySelector("main form[data-begins]");
if (form && document.activeElement === document.body) {
  (form.querySelector("[aria-invalid=true]") ?? firstField(form))?.focus({ preventScroll: !form.querySelector("[aria-invalid=true]") });
}
