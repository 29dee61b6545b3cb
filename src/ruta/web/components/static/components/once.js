// A form with `data-once` is sent once, however often the button is pressed.

function once(form) {
  const buttons = () => form.querySelectorAll("button[type=submit]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of buttons()) button.setAttribute("aria-disabled", "true");
  });
  // Coming back to the page, it may be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    for (const button of buttons()) button.removeAttribute("aria-disabled");
  });
}

for (const form of document.querySelectorAll("form[data-once]")) once(form);
