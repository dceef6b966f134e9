// What the net or the server could not do is said, never swallowed.
import { toast } from "./toast.js";

const words = () => document.body.dataset;

let unsent = null;
document.addEventListener("htmx:sendError", () => { unsent?.remove(); unsent = toast(words().offline); });
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) unsent?.remove(); });
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  toast(status === 401 ? words().signedOut : words().broken);
});
