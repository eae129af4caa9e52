import { words } from "./desk/say.js";

// <form data-passkey="URL" [data-passkey-new]>: asks URL what the device is to be asked, puts its answer as JSON into
// the field `credential`, and sends the form. Without WebAuthn the form stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

const made = async (asked) => {
  const key = await navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: listed(asked.excludeCredentials) },
  });
  const { clientDataJSON, attestationObject } = key.response;
  return { id: key.id, rawId: key.id, type: key.type, response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) } };
};
const found = async (asked) => {
  const key = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: listed(asked.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = key.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) };
  if (userHandle) response.userHandle = text(userHandle);
  return { id: key.id, rawId: key.id, type: key.type, response };
};

const told = (problem) => {
  if (problem.name === "InvalidStateError") return words("Thiết bị này đã có khóa cho tài khoản.", "This device already has a key for the account.");
  if (problem.name === "NotAllowedError")
    return words("Chưa dùng khóa: ông/bà đã đóng hộp thoại, hoặc thiết bị không có khóa cho trang này.", "No key was used: the dialog was closed, or this device has no key for this site.");
  return words("Chưa dùng được khóa. Xin thử lại, hoặc đăng nhập bằng mã.", "The key could not be used. Please try again, or sign in with a code.");
};

export const startPasskeys = () =>
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return form.remove();
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-passkey-said]");
      said.textContent = "";
      try {
        const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
        const answer = await fetch(form.dataset.passkey, { method: "POST", body, credentials: "same-origin" });
        if (!answer.ok || answer.redirected) throw new Error("no question");
        const key = await ("passkeyNew" in form.dataset ? made : found)(await answer.json());
        form.elements.credential.value = JSON.stringify(key);
        form.submit();
      } catch (problem) {
        said.textContent = told(problem);
      }
    });
  });
