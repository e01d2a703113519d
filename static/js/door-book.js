// What a telephone at the door knows: who is expected, whom it let in, and what it still has to send. It lives on without network.
const TICKET = /^KE1\.([1-9]\d{0,9})\.([1-9]\d{0,9})\.([1-9]\d{0,5})\.([A-Za-z0-9_-]{86})$/;
const MISREAD = { 0: "Q", O: "Q", 1: "J", I: "J", L: "J", U: "V" };
const MOST_AT_ONCE = 200;
const PATIENCE_MS = 8000;

export class Gone extends Error {} // this telephone may not stand at the door any more
export class NoNetwork extends Error {}

export const tidy = (typed) => typed.replace(/[\s–—-]+/g, "").toUpperCase().replace(/[0O1ILU]/g, (each) => MISREAD[each]);
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");

export class Book {
  constructor({ page, list, send, congress, key, until, late }) {
    Object.assign(this, { list, sendTo: send, congress, late, prefix: `door ${page} `, until: Date.parse(until) });
    this.people = new Map();
    this.known = { list: "", last: 0, counts: null, reports: [] };
    this.isOnline = true;
    this.sending = Promise.resolve();
    this.checkKey = this.importKey(key);
    this.load();
  }

  async importKey(key) {
    try {
      return await crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
    } catch {
      return null; // this browser cannot: the list decides alone
    }
  }

  now() { return new Date(Date.now() + this.ahead); }

  load() {
    this.ahead = Number(this.read("ahead") ?? 0); // how far the clock of the site is ahead of this telephone's
    const kept = this.read("list");
    if (!kept) return;
    this.known = kept.known;
    for (const row of kept.people) this.put(row);
    this.applyNoted();
  }

  put([id, name, organisation, code, version, at]) {
    this.people.set(id, { id, name, organisation, code, version, at, words: plain(`${name} ${organisation}`), typed: tidy(code) });
  }

  applyNoted() {
    for (const { who, at } of this.noted()) {
      const person = this.people.get(who);
      if (person && (!person.at || at < person.at)) person.at = at;
    }
  }

  read(name) { return JSON.parse(localStorage.getItem(this.prefix + name)); }
  write(name, value) { localStorage.setItem(this.prefix + name, JSON.stringify(value)); }
  names(start) { return Object.keys(localStorage).filter((name) => name.startsWith(this.prefix + start)); }

  // Each entrance has a place of its own, so that two windows never lose each other's.
  noted() { return this.names("noted ").map((name) => JSON.parse(localStorage.getItem(name))).sort((one, other) => (one.at < other.at ? -1 : 1)); }
  drop(key) { localStorage.removeItem(`${this.prefix}noted ${key}`); }
  note(what) {
    const noted = { key: newKey(), at: this.now().toISOString(), offline: !this.isOnline, ...what };
    this.write(`noted ${noted.key}`, noted);
    return noted;
  }

  get isOver() { return this.now().getTime() >= this.until; }
  get unsent() { return this.noted().filter((each) => each.offline).length; }
  get counts() {
    if (!this.known.counts) return null;
    const offline = this.noted().filter((each) => each.offline);
    const walkedIn = offline.filter((each) => each.name).length;
    const { inside, expected, walked_in } = this.known.counts;
    return { inside: inside + offline.length, expected, walked_in: walked_in + walkedIn };
  }
  get reports() { return [...(this.read("late") ?? []), ...this.known.reports]; }

  forget() { for (const name of this.names("")) localStorage.removeItem(name); }

  find(text) {
    const words = plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    if (!words.length) return [];
    const found = [...this.people.values()].filter((each) => words.every((word) => each.words.includes(word)));
    return found.sort((one, other) => one.name.localeCompare(other.name, "nl")).slice(0, 20);
  }

  withCode(text) {
    const typed = tidy(text);
    return [...this.people.values()].find((each) => each.typed === typed);
  }

  isTicket(text) { return TICKET.test(text.trim()); }

  whose({ shown, attendee }) {
    if (attendee) return this.people.get(attendee);
    const ticket = TICKET.exec((shown ?? "").trim());
    return ticket ? this.people.get(Number(ticket[2])) : this.withCode(shown ?? "");
  }

  // What the telephone says by itself: the signature shows that a ticket is real, the list whether it was used.
  async decide(noted) {
    const { shown, attendee, name, organisation, at } = noted;
    if (name) return { verdict: "welcome", name, organisation, at };
    const person = this.whose(noted);
    if (attendee) return this.standing(person);
    const ticket = TICKET.exec(shown.trim());
    if (!ticket) return person ? this.standing(person) : { verdict: "not_a_ticket" };
    if (!(await this.isReal(ticket))) return { verdict: "not_a_ticket" };
    if (Number(ticket[1]) !== this.congress) return { verdict: "other_congress" };
    if (person && Number(ticket[3]) < person.version) return { verdict: "old_ticket" };
    return this.standing(person);
  }

  standing(person) {
    if (!person) return { verdict: "not_listed" };
    const { id, name, organisation, at } = person;
    return { who: id, verdict: at ? "again" : "welcome", name, organisation, at };
  }

  async isReal(ticket) {
    const key = await this.checkKey;
    if (!key) return true;
    const content = new TextEncoder().encode(ticket[0].slice(0, ticket[0].lastIndexOf(".")));
    return crypto.subtle.verify("Ed25519", key, bytes(ticket[4]), content);
  }

  // Somebody came in without network: that is sent later. Who was refused is not inside, and is not sent.
  keep(noted, said) {
    if (said.verdict !== "welcome") { this.drop(noted.key); return; }
    this.write(`noted ${noted.key}`, { ...noted, offline: true, who: said.who, whoIs: said.name });
    const person = this.people.get(said.who);
    if (person) person.at = noted.at;
  }

  async ask(address, options = {}) {
    let response;
    try {
      response = await fetch(address, { ...options, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch {
      return this.offline();
    }
    // the network of a hall may answer with a page of its own: only our own answers count
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json().catch(() => null) : null;
    if (answer?.is_in === false) throw new Gone();
    if (!response.ok || !answer) return this.offline();
    this.isOnline = true;
    return answer;
  }

  offline() {
    this.isOnline = false;
    throw new NoNetwork();
  }

  // What is new since the last time; answers whether anything is.
  async pull() {
    const asked = new URLSearchParams({ lijst: this.known.list, na: this.known.last });
    const answer = await this.ask(`${this.list}?${asked}`);
    this.ahead = Date.parse(answer.now) - Date.now();
    this.write("ahead", this.ahead);
    if (answer.is_whole) this.people.clear();
    for (const row of answer.people) this.put(row);
    const isNew = answer.is_whole || answer.people.length > 0 || answer.reports !== null || answer.last !== this.known.last;
    this.known = { list: answer.list, last: answer.last, counts: answer.counts, reports: answer.reports ?? this.known.reports };
    this.applyNoted();
    if (isNew) this.write("list", { known: this.known, people: [...this.people.values()].map(({ id, name, organisation, code, version, at }) => [id, name, organisation, code, version, at]) });
  }

  // Sends what was noted, one request at a time; answers what came of each by its key.
  send() {
    this.sending = this.sending.catch(() => {}).then(() => this.sendNow());
    return this.sending;
  }

  async sendNow() {
    const results = new Map();
    for (let noted = this.noted(); noted.length; noted = this.noted()) {
      const entrances = noted.slice(0, MOST_AT_ONCE).map(({ key, at, offline, shown, attendee, name, organisation }) => ({ key, at, offline, shown, attendee, name, organisation }));
      const answer = await this.ask(this.sendTo, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ entrances }) });
      answer.results.forEach((result, position) => {
        const { key, offline } = entrances[position];
        const mine = this.read(`noted ${key}`);
        results.set(key, result);
        if (mine?.offline && !offline) return; // meanwhile this telephone decided by itself: the site must know that
        this.drop(key);
        const isRefused = result.verdict !== "welcome" && result.verdict !== "again";
        if (mine?.offline && isRefused) this.write("late", [this.late(mine.whoIs ?? "", result.verdict), ...(this.read("late") ?? [])]);
      });
    }
    return results;
  }
}
