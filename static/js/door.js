// The page at a door: decides at once, tells the site, and goes on by itself when there is no network. Without this file its forms do the work.
const door = document.getElementById("door");
const { Book, Gone } = await import(door.dataset.book);

const EVERY_MS = 4000;
const WAITS_MS = 3000; // so long somebody stands there before the telephone decides by itself
const by = (id) => document.getElementById(id);
const [form, field, found, verdict] = ["scan-form", "shown", "door-found", "door-verdict"].map(by);
const clock = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
const time = (at) => (at ? clock.format(new Date(at)).replace(":", ".") : "");
const say = (name, values) => Object.entries(values).reduce((text, [slot, value]) => text.replace(`{${slot}}`, value), door.dataset[name]);

const filled = (template, values) => {
  const made = template.content.cloneNode(true);
  for (const slot of made.querySelectorAll("[data-slot]")) slot.textContent = values[slot.dataset.slot] ?? "";
  return made;
};
const pattern = (name) => door.querySelector(`template[data-verdict="${name}"]`);
const heading = (name, values) => filled(pattern(name), values).querySelector("h2").textContent;

const late = (name, what) => say("late", { name, what: heading(what, { name }) });
const book = new Book({ ...door.dataset, congress: Number(door.dataset.congress), late });

const show = (said) => {
  found.hidden = true;
  verdict.replaceChildren(filled(pattern(said.verdict), { ...said, time: time(said.at) }));
  verdict.scrollIntoView({ block: "nearest" });
  if (said.verdict !== "welcome") navigator.vibrate?.(200);
};

const showFound = (people) => {
  found.hidden = false;
  verdict.replaceChildren();
  found.querySelector("ul").replaceChildren(...people.map((each) => {
    const standing = each.at ? say("inside", { time: time(each.at) }) : door.dataset.outside;
    const made = filled(by("door-person"), { ...each, standing });
    made.querySelector("[name=attendee]").value = each.id;
    return made;
  }));
};

const showState = () => {
  by("door-offline").hidden = book.isOnline;
  by("door-unsent").textContent = book.unsent ? say("unsent", { number: book.unsent }) : "";
  for (const [name, number] of Object.entries(book.counts ?? {})) door.querySelector(`[data-count="${name}"]`).textContent = number.toLocaleString("nl-NL");
  const reports = by("door-reports"), list = reports.querySelector("ul");
  reports.hidden = !book.reports.length;
  if ([...list.children].map((each) => each.textContent).join("\n") === book.reports.join("\n")) return;
  list.replaceChildren(...book.reports.map((each) => Object.assign(document.createElement("li"), { textContent: each })));
};

const soon = (promise) => Promise.race([promise, new Promise((_done, fail) => setTimeout(fail, WAITS_MS))]);

const forget = async () => {
  book.forget();
  const registered = await navigator.serviceWorker?.getRegistration(door.dataset.page);
  registered?.active?.postMessage({ forget: true });
  await registered?.unregister();
  for (const name of await (self.caches?.keys() ?? [])) if (name.startsWith("door ")) await caches.delete(name);
};
const leave = async () => {
  await forget();
  location.replace(door.dataset.page);
};

const letIn = async (what) => {
  const noted = book.note(what);
  let said;
  if (book.isOnline) {
    try {
      said = (await soon(book.send())).get(noted.key);
    } catch (problem) {
      if (problem instanceof Gone) return leave();
    }
  }
  if (said) {
    said.organisation = what.organisation ?? book.whose(what)?.organisation;
  } else {
    said = await book.decide(noted);
    book.keep(noted, said);
  }
  show(said);
  showState();
  return turn();
};

// What was typed or scanned: a ticket, a code, or a name.
const handle = (text) => {
  if (book.isTicket(text) || book.withCode(text)) return letIn({ shown: text });
  const people = book.find(text);
  if (people.length) return showFound(people);
  const isCode = /[\d/:.]/.test(text);
  if (isCode && book.isOnline) return letIn({ shown: text }); // the site may know what this telephone does not yet
  return show({ verdict: isCode ? "not_a_ticket" : "nobody" });
};

form.addEventListener("submit", (event) => {
  const text = field.value.trim();
  if (!text) return; // the site says what is missing
  event.preventDefault();
  field.value = "";
  handle(text);
});
field.addEventListener("input", () => {
  const people = field.value.trim().length > 1 ? book.find(field.value) : [];
  if (people.length) showFound(people); else found.hidden = true;
});
found.addEventListener("submit", (event) => {
  event.preventDefault();
  field.value = "";
  letIn({ attendee: Number(event.target.elements.attendee.value) });
});
by("door-walk-in").addEventListener("submit", (event) => {
  const { name, organisation } = event.target.elements;
  if (!name.value.trim()) return;
  event.preventDefault();
  letIn({ name: name.value.trim(), organisation: organisation.value.trim() });
  event.target.reset();
});
by("door-leave")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await book.send();
    await book.pull(); // signing out takes the network too
    await forget();
    event.target.submit();
  } catch (problem) {
    if (problem instanceof Gone) leave();
    by("door-leave-status").textContent = door.dataset.firstSend;
  }
});

// Asks what is new every few seconds, and sends what waits as soon as that works.
let next;
const turn = async () => {
  clearTimeout(next);
  try {
    if (book.isOver) throw new Gone();
    if (!document.hidden || !book.known.last) {
      await book.pull();
      if (book.noted().length) { await book.send(); await book.pull(); }
    }
  } catch (problem) {
    if (problem instanceof Gone) return leave();
  }
  showState();
  clearTimeout(next);
  next = setTimeout(turn, EVERY_MS);
};
for (const name of ["online", "offline", "pageshow"]) addEventListener(name, turn);
document.addEventListener("visibilitychange", turn);
book.checkKey.then((key) => { by("door-unchecked").hidden = key !== null; });
showState();
turn();

// A worker keeps this page, so that it opens again without network.
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(door.dataset.worker, { scope: door.dataset.page }).catch(() => {});
  const whole = new Promise((done) => (document.readyState === "complete" ? done() : addEventListener("load", done)));
  Promise.all([navigator.serviceWorker.ready, whole, document.fonts.ready]).then(([registered]) => {
    const files = [location.origin + door.dataset.page, ...performance.getEntriesByType("resource").map((each) => each.name)];
    const until = book.until - book.ahead;
    registered.active.postMessage({ keep: [...new Set(files)].filter((each) => !each.endsWith("werker.js") && !each.includes(".json")), until });
  });
}
