// Leave now: one press, or Shift three times, and the page is gone from sight and from "back".

const link = document.querySelector("[data-leave-now]");
const WITHIN_MS = 5000;
let presses = [];

function leave(event) {
  event?.preventDefault();
  document.documentElement.classList.add("leaving");
  document.title = "\u00a0";
  window.location.replace(link.href);
}

function onKey(event) {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  if (event.repeat) return;
  const now = Date.now();
  presses = [...presses.filter((press) => now - press < WITHIN_MS), now];
  if (presses.length === 3) leave();
}

if (link) {
  link.addEventListener("click", leave);
  document.addEventListener("keydown", onKey);
  // A page brought back from memory after leaving leaves again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.documentElement.classList.contains("leaving")) leave();
  });
}
