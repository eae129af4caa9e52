// Keeps one page for when there is no connection, with the files it needs. Never anything a person asked for.
"use strict";
const KEPT = "mc-{{ mark }}";
const PAGES = { vi: "{{ pages.vi }}", en: "{{ pages.en }}" };
const UNSENT = { vi: "{{ unsent.vi }}", en: "{{ unsent.en }}" };
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

// Without cookies, so that what is kept is what anybody gets.
const plain = (url) => new Request(url, { credentials: "omit" });
const kept = (url) => caches.match(url, { cacheName: KEPT, ignoreVary: true });

self.addEventListener("install", (event) =>
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll([...Object.values(PAGES), ...Object.values(UNSENT), ...FILES].map(plain)))
      .then(() => self.skipWaiting()),
  ),
);

self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  ),
);

// A notification: its words were sealed for this device; a second one of the same notice takes its place.
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  if (!said.title) return;
  event.waitUntil(
    self.registration.showNotification(said.title, { body: said.body, tag: said.tag, icon: FILES[1], data: said.link }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = new URL(event.notification.data || "/", self.location.origin);
  if (link.origin === self.location.origin) event.waitUntil(self.clients.openWindow(link.href));
});

// A form that could not be sent comes back behind a button that sends it again; only the page that is shown has it.
const SECRET = /{{ secret }}/i;
const safe = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt()};`);
const unsent = async (language, copy) => {
  const page = await kept(UNSENT[language]);
  const typed = [...(await copy.formData())].filter(([name, value]) => typeof value === "string" && !SECRET.test(name));
  const fields = typed.map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`);
  const text = (await page.text()).replace('<input type="hidden" name="chua-gui">', () => fields.join(""));
  const headers = new Headers(page.headers);
  ["Content-Encoding", "Content-Length"].forEach((name) => headers.delete(name));
  return new Response(text, { headers });
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.mode === "navigate") {
    const language = path.startsWith("/en/") ? "en" : "vi";
    // What holds a file is not kept a second time in memory: for that the page says to go back.
    const copy = (request.headers.get("Content-Type") || "").includes("urlencoded") ? request.clone() : null;
    event.respondWith(fetch(request).catch(() => (copy ? unsent(language, copy) : kept(PAGES[language]))));
  } else if (request.method !== "GET") {
    return;
  } else if (FILES.includes(path)) {
    event.respondWith(fetch(request).catch(() => kept(path)));
  }
});
