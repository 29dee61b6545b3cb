// Passkeys: a form with `data-passkey` ("make" or "show") asks the page at `data-options` what to
// do, lets the device do it, and is sent with the answer in its field `credential`.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: toBytes(key.id) }));

async function make(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function show(options) {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  };
  const shown = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return {
    id: shown.id,
    rawId: toText(shown.rawId),
    type: shown.type,
    clientExtensionResults: shown.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    },
  };
}

async function run(form) {
  const secret = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const asked = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": secret, Accept: "application/json" },
  });
  if (!asked.ok) throw new Error("no options");
  const { publicKey } = await asked.json();
  const answer = await (form.dataset.passkey === "make" ? make : show)(publicKey);
  form.querySelector("[name=credential]").value = JSON.stringify(answer);
  form.requestSubmit();
}

function enable(form) {
  const said = form.querySelector("[data-passkey-said]");
  form.querySelector("[name=credential]").value = "";
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.querySelector("[name=credential]").value) return;
    event.preventDefault();
    said.hidden = true;
    try {
      await run(form);
    } catch {
      said.hidden = false;
    }
  });
}

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) enable(form);
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
}
