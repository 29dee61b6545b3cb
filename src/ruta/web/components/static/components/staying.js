// Two minutes before the session ends the page says so; one press and it goes on.

const WARN_S = 120;
const warning = document.querySelector("[data-staying]");
const form = warning?.querySelector("form");
let timer;

function wait(left) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    warning.hidden = false;
    form.querySelector("button").focus();
  }, Math.max(0, left - WARN_S) * 1000);
}

async function stay(event) {
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
    },
  }).catch(() => null);
  if (!answer?.ok) return;
  warning.hidden = true;
  wait((await answer.json()).left);
}

if (warning) {
  wait(Number(warning.dataset.staying));
  form.addEventListener("submit", stay);
}
