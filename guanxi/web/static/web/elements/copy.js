// A button with data-copy puts that text on the clipboard and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Without HTTPS some browsers keep the clipboard to themselves: select it for the person.
    button.parentElement.querySelector("input")?.select();
    return;
  }
  const word = button.querySelector("span");
  if (word) word.textContent = button.dataset.copied;
});
