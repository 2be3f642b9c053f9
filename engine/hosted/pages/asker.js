(function () {
  var form = document.getElementById("passkey"), told = document.getElementById("told"), off = document.getElementById("off");
  if (off) off.hidden = true;

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (c) { return c.charCodeAt(0); });
  }

  function text(buffer) {
    if (!buffer) return undefined;
    var raw = Array.from(new Uint8Array(buffer), function (n) { return String.fromCharCode(n); }).join("");
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function named(list) {
    return (list || []).map(function (c) { return Object.assign({}, c, { id: bytes(c.id) }); });
  }

  function ask() {
    var options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (form.dataset.create) {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = named(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = named(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }

  function answer(made) {
    var r = made.response;
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, authenticatorAttachment: made.authenticatorAttachment || undefined,
      clientExtensionResults: made.getClientExtensionResults(),
      response: {
        clientDataJSON: text(r.clientDataJSON), attestationObject: text(r.attestationObject),
        transports: r.getTransports ? r.getTransports() : undefined,
        authenticatorData: r.attestationObject ? undefined : text(r.authenticatorData),
        signature: text(r.signature), userHandle: text(r.userHandle)
      }
    });
  }

  function say(what) {
    told.textContent = what;
    told.hidden = false;
  }

  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || !button.dataset.ask || form.credential.value) return;
    event.preventDefault();
    if (!navigator.credentials) {
      say("This browser has no passkeys here: they need https, or an address on localhost.");
      return;
    }
    told.hidden = true;
    button.disabled = true;
    ask().then(function (made) {
      form.credential.value = answer(made);
      button.disabled = false;
      form.requestSubmit(button);
    }).catch(function (why) {
      button.disabled = false;
      say(why && why.name === "InvalidStateError" ? "This passkey was set up for the account before." : "The passkey gave no answer. Press Continue to try once more, or try another way.");
    });
  });
})();
