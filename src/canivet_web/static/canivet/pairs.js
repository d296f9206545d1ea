/* Keys of the queue of duplicates, active only while the focus is in its answer. */
(() => {
  const form = document.getElementById("pair");
  if (!form) return;
  document.getElementById("keys").hidden = false;
  let sent = false;
  addEventListener("pageshow", () => (sent = false));
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const button = form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (!sent) button.click();
  });
  form.querySelector("button").focus();
})();
