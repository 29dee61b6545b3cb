// Copy buttons: shown only where they work; they copy the text of the element they name.

async function copy(button) {
  const words = button.querySelector("[data-words]");
  const before = words.textContent;
  const text = document.getElementById(button.dataset.copy)?.innerText ?? "";
  try {
    await navigator.clipboard.writeText(text);
    words.textContent = button.dataset.done;
  } catch {
    words.textContent = button.dataset.failed;
  }
  setTimeout(() => {
    words.textContent = before;
  }, 3000);
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
