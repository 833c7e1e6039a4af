// Runs beside the pages of the town in the browser of who asked for it: shows that something arrived, and opens the page.
// What is shown stands in the message, which only this browser can read; it names nobody.
self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* An empty push still means that something arrived. */ }
  const { title = self.location.hostname, body = "", url = "/my/", tag = "" } = told;
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const place = new URL(event.notification.data.url, self.location.origin);
  // Nothing that is pushed leads to another site.
  if (place.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(place.href));
});
