// What the net or the server could not do is said, never swallowed.
import { toast } from "./toast.js";

const words = () => document.body.dataset;

document.addEventListener("htmx:sendError", () => toast(words().offline));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  toast(status === 401 ? words().signedOut : words().broken);
});
