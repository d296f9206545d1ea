/* Keys of the review, active only while the focus is in its table or in its answer. */
(() => {
  const keys = document.getElementById("keys");
  const table = document.getElementById("models");
  const said = document.getElementById("said");
  if (!keys) return;
  keys.hidden = false;
  if (said) {
    const quick = document.querySelectorAll("button[name=quick]");
    let sent = false;
    said.form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
    });
    addEventListener("pageshow", () => (sent = false));
    said.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || said.value) return;
      const to =
        event.key === "Backspace" ? document.getElementById("before")
        : event.key === "0" ? document.getElementById("skip")
        : /^[1-9]$/.test(event.key) ? quick[event.key - 1]
        : null;
      if (!to) return;
      event.preventDefault();
      if (!sent) to.click();
    });
    return;
  }
  const links = [...table.querySelectorAll("th a")];
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const row = event.target.closest("tr");
    const at = links.findIndex((link) => link.closest("tr") === row);
    if (event.key === "j" && links[at + 1]) links[at + 1].focus();
    else if (event.key === "k" && at > 0) links[at - 1].focus();
    else if (event.key === "o") row.querySelector("button")?.click();
    else return;
    event.preventDefault();
  });
  if (location.hash.startsWith("#m")) document.getElementById(location.hash.slice(1))?.focus();
})();
