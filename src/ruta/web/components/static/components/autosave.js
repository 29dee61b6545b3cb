// Autosave: a form with `data-autosave` is posted to that address when the writing pauses.

const PAUSE_MS = 1500;
const RETRY_MS = 15000;
const clock = new Intl.DateTimeFormat("es-PE", {
  timeZone: "America/Lima",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

function withoutFiles(form) {
  const written = new FormData(form);
  for (const [name, value] of [...written]) if (value instanceof File) written.delete(name);
  return written;
}

function keep(form) {
  const line = form.querySelector("[data-autosave-status]");
  let timer = null;
  let saving = false;
  let changed = false;

  const say = (text) => {
    if (line) line.textContent = text;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (saving) return later(PAUSE_MS);
    saving = true;
    changed = false;
    say(line?.dataset.saving ?? "");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: withoutFiles(form),
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      say(`${line?.dataset.saved ?? ""} ${clock.format(new Date())}`);
    } catch {
      say(line?.dataset.failed ?? "");
      later(RETRY_MS);
    } finally {
      saving = false;
      if (changed) later(PAUSE_MS);
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    later(PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);
