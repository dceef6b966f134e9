// The bell of the shell: how many notices wait, told over the stream in whichever tab is looked at,
// and what has just come, with the way to it.
import { toast } from "./toast.js";

const slots = () => [...document.querySelectorAll("[data-unread]")];

function show({ unread, news }) {
  const isNew = slots().some((one) => one.textContent !== unread);
  slots().forEach((one) => { one.textContent = unread; one.hidden = !unread; });
  if (!isNew && !news.length) return;
  // The centre reads itself anew.
  if (document.getElementById("notices")) document.body.dispatchEvent(new Event("notices-changed"));
  else news.forEach(tell);
}

function tell({ text, href }) {
  const way = document.createElement("a");
  way.href = href;
  way.textContent = document.body.dataset.openNotice;
  toast(text).append(" ", way);
}

document.addEventListener("notices", (event) => show(event.detail));
