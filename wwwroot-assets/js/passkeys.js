// Passkeys (WebAuthn): the browser's part of adding a passkey and of signing in with one.
const token = () => document.querySelector("input[name=__RequestVerificationToken]")?.value ?? "";

const post = (address, body) => fetch(address, {
  method: "POST",
  headers: { "RequestVerificationToken": token(), "Content-Type": "application/json" },
  body: JSON.stringify(body),
  redirect: "error",
});

const words = error => error.name === "NotAllowedError"
  ? "You did not confirm, or it took too long."
  : error.name === "InvalidStateError" ? "This device has a passkey for this account already." : "The browser could not use a passkey here.";

export async function add(name, password) {
  try {
    const options = await post("account/passkeys/options", {});
    if (!options.ok) {
      return { fault: "Your session has ended. Reload the page and sign in.", recoveryCodes: [] };
    }

    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options.json()) });
    const answer = await post("account/passkeys", { credential: JSON.stringify(credential.toJSON()), name, password });
    return answer.ok ? await answer.json() : { fault: "The portal did not take it. Reload the page and try again.", recoveryCodes: [] };
  } catch (error) {
    return { fault: words(error), recoveryCodes: [] };
  }
}

export async function signIn(form) {
  const fault = form.querySelector("[data-passkey-fault]");
  try {
    const options = await post("sign-in/passkey/options", {});
    if (!options.ok) {
      throw new Error("options");
    }

    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options.json()) });
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    fault.textContent = words(error);
    fault.hidden = false;
  }
}
