import { words } from "./desk/say.js";

// <form data-push="KEY">: asks for leave, subscribes this browser with the office's key, and sends what it got.
// Without a worker or push the form stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export const startPush = () =>
  document.querySelectorAll("form[data-push]").forEach((form) => {
    if (!("PushManager" in window && "serviceWorker" in navigator)) return form.remove();
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = form.querySelector("[data-push-said]");
      said.textContent = "";
      try {
        if ((await Notification.requestPermission()) !== "granted") {
          said.textContent = words("Trình duyệt chưa cho phép thông báo của trang này.", "The browser does not allow notifications of this site.");
          return;
        }
        const worker = await navigator.serviceWorker.ready;
        const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
        form.elements.endpoint.value = made.endpoint;
        form.elements.p256dh.value = text(made.getKey("p256dh"));
        form.elements.auth.value = text(made.getKey("auth"));
        form.submit();
      } catch {
        said.textContent = words("Máy này chưa nhận thông báo được. Xin dùng kênh khác.", "This device cannot take notifications. Please use another channel.");
      }
    });
  });
