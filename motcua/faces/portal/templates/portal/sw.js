// Keeps one page for when there is no connection, with the files it needs. Never anything a person asked for.
"use strict";
const KEPT = "mc-{{ mark }}";
const PAGES = { vi: "{{ pages.vi }}", en: "{{ pages.en }}" };
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

// Without cookies, so that what is kept is what anybody gets.
const plain = (url) => new Request(url, { credentials: "omit" });
const kept = (url) => caches.match(url, { cacheName: KEPT, ignoreVary: true });

self.addEventListener("install", (event) =>
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll([...Object.values(PAGES), ...FILES].map(plain)))
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

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    const language = path.startsWith("/en/") ? "en" : "vi";
    event.respondWith(fetch(request).catch(() => kept(PAGES[language])));
  } else if (FILES.includes(path)) {
    event.respondWith(fetch(request).catch(() => kept(path)));
  }
});
