/* Passkeys: reveals what this browser can do, and carries the device's answer into the form.
   Everything it needs stands in data attributes. Without it, the code by e-mail works. */
(function () {
  "use strict";

  const toBytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  };

  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (list) => (list || []).map((entry) => ({ ...entry, id: toBytes(entry.id) }));

  const isPossible = () =>
    window.isSecureContext &&
    typeof window.PublicKeyCredential === "function" &&
    !/^[0-9.]+$|^\[/.test(window.location.hostname);

  const answerOf = (credential) => {
    const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((part) => {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const create = (options) => {
    const wanted = options.publicKey;
    return navigator.credentials.create({
      publicKey: {
        ...wanted,
        challenge: toBytes(wanted.challenge),
        user: { ...wanted.user, id: toBytes(wanted.user.id) },
        excludeCredentials: withBytes(wanted.excludeCredentials),
        authenticatorSelection: {
          ...wanted.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
  };

  const get = (options) => {
    const wanted = options.publicKey;
    return navigator.credentials.get({
      publicKey: {
        ...wanted,
        challenge: toBytes(wanted.challenge),
        allowCredentials: withBytes(wanted.allowCredentials),
      },
    });
  };

  const optionsOf = async (section) => {
    if (section.dataset.options) return JSON.parse(section.dataset.options);
    const reply = await fetch(section.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error("no options");
    return (await reply.json()).request_options;
  };

  const say = (section, text) => {
    section.querySelector("[data-passkey-message]").textContent = text;
  };

  document.querySelectorAll("[data-passkey]").forEach((section) => {
    const form = section.querySelector("form");
    const makes = section.dataset.passkey === "create";
    if (!isPossible()) {
      if (makes) say(section, section.dataset.impossible);
      return;
    }
    section.hidden = false;
    form.hidden = false;
    say(section, "");
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (isBusy) return;
      isBusy = true;
      say(section, "");
      try {
        const options = await optionsOf(section);
        const credential = await (makes ? create(options) : get(options));
        form.elements.namedItem("credential").value = answerOf(credential);
        form.submit();
      } catch {
        isBusy = false;
        say(section, section.dataset.failed);
      }
    });
  });
})();
