// A form with `data-upload`: its file is measured before it goes, seen as it goes, and can be
// stopped. Without this the form goes as any other, and the server says the same.

const MEGABYTE = 2 ** 20;
const REFUSED = 422;
const CREATED = 201;
const SHOWN = new Set([200, 400, 401, 403, 404, REFUSED]);

function upload(form) {
  const field = form.querySelector("input[type=file]");
  const refusal = form.querySelector("[data-upload-refusal]");
  const going = form.querySelector("[data-upload-going]");
  const words = form.querySelector("[data-upload-words]");
  const bar = form.querySelector("progress");
  const stop = form.querySelector("[data-upload-stop]");
  const buttons = form.querySelectorAll("button[type=submit]");
  let request = null;

  const tooLarge = () => (field.files[0]?.size ?? 0) > Number(form.dataset.most);

  function measure() {
    refusal.hidden = !tooLarge();
    if (!tooLarge()) return true;
    const size = (field.files[0].size / MEGABYTE).toFixed(1);
    refusal.textContent = refusal.dataset.words.replace("{size}", size);
    field.focus();
    return false;
  }

  function end(said) {
    request = null;
    bar.hidden = stop.hidden = true;
    words.textContent = said;
    for (const button of buttons) button.removeAttribute("aria-disabled");
  }

  // What the server answered takes the place of the page; a file it did not refuse stays chosen.
  function show(answer) {
    const page = answer?.querySelector("main");
    if (!page) return end(words.dataset.failed);
    const chosen = field.files;
    document.title = answer.title;
    document.querySelector("main").replaceWith(document.adoptNode(page));
    const again = document.querySelector("form[data-upload]");
    if (again) {
      const empty = again.querySelector("input[type=file]");
      if (empty.getAttribute("aria-invalid") !== "true") empty.files = chosen;
      upload(again);
    }
    window.scrollTo(0, 0);
    (page.querySelector("[data-focus]") ?? page).focus();
  }

  function finished() {
    const to = request.getResponseHeader("Location");
    if (request.status === CREATED && to) location.assign(to);
    else if (SHOWN.has(request.status)) show(request.response);
    else end(words.dataset.failed);
  }

  function send() {
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.setRequestHeader("X-Ruta-Upload", "1");
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.total ? (100 * event.loaded) / event.total : 0;
      words.textContent = `${words.dataset.sending} ${Math.round(bar.value)} %`;
    });
    request.upload.addEventListener("load", () => {
      words.textContent = words.dataset.sealing;
      bar.removeAttribute("value");
    });
    request.addEventListener("load", finished);
    request.addEventListener("error", () => end(words.dataset.failed));
    request.addEventListener("abort", () => end(words.dataset.stopped));
    request.send(new FormData(form));
  }

  field.addEventListener("change", measure);
  stop.addEventListener("click", () => request?.abort());
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    if (request || !measure()) return;
    going.hidden = bar.hidden = stop.hidden = false;
    bar.value = 0;
    words.textContent = words.dataset.sending;
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    send();
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) upload(form);
