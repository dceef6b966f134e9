// Height of rows and day or night: kept in a cookie of this browser, applied at once.
const YEAR = 365 * 24 * 3600;

function keep(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}

document.addEventListener("change", (event) => {
  const { name, value } = event.target;
  if (name === "density") {
    keep("guanxi_density", value);
    document.documentElement.dataset.density = value;
  }
  if (name === "theme") {
    keep("guanxi_theme", value);
    if (value) document.documentElement.dataset.theme = value;
    else delete document.documentElement.dataset.theme;
  }
});
