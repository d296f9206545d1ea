/* Keys of the review, active only while the focus is in its table or its list. */
(() => {
  const keys = document.getElementById("keys");
  const table = document.getElementById("models");
  const choice = document.getElementById("value");
  if (!keys) return;
  keys.hidden = false;
  if (choice) {
    choice.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !choice.value) return;
      event.preventDefault();
      choice.form.requestSubmit();
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
