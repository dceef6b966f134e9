// What a browser refuses about a passkey it tells only to the page: say it above the form, once.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-fault]")?.remove();
  const said = document.getElementById("passkey-fault").content.firstElementChild.cloneNode(true);
  said.dataset.passkeyFault = "";
  document.querySelector("main form").before(said);
});
