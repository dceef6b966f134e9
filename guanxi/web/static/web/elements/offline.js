// The service worker is asked for in the reader's language, in which it keeps its page.
if ("serviceWorker" in navigator) {
  const style = document.querySelector("link[rel=stylesheet]")?.getAttribute("href") ?? "";
  const kept = new URLSearchParams({ language: document.documentElement.lang, style });
  navigator.serviceWorker.register(`/worker.js?${kept}`, { scope: "/" }).catch(() => {});
}
