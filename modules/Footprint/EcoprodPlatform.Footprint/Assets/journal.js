// Lines on a phone: one that cannot leave for want of a network is kept on this device, listed, and leaves by itself; each is there once, by its id.
// Without this file a line is a form that is sent like any other.
import { quantityOf } from "asset:footprint.js";
import { button, takePhoto } from "asset:ticket.js";
import { waiting } from "asset:waiting.js";

const english = document.documentElement.lang === "en";
const t = (fr, en) => (english ? en : fr);
const journal = document.querySelector("[data-journal]");
const api = journal.dataset.journal;
/** Lines that have not arrived, by id: { body, shown, again: the form's address with what was typed, refused: why }; without a body only their photo waits. */
const lines = waiting(`lines:${api}`, { request, arrived, told: show });
const box = document.querySelector("[data-carried]");
const arrivedHere = [];
let shown = "";
/** Of the ticket, for the line that is being typed. */
let photo = null;

if (box) followForm(box.querySelector("form"));
show("");
lines.sendAll();

async function request(id, { body }) {
  if (body) {
    return [api, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      body: JSON.stringify({ ...body, id }),
    }];
  }
  const kept = await photos("readonly", all => all.get(id));
  if (!kept) return null;
  const files = new FormData();
  files.append("files", kept);
  // A browser keeps alive small requests only.
  return [`${api}/${id}/evidence`, { method: "POST", headers: { "Accept-Language": document.documentElement.lang }, body: files, keepalive: false, signal: AbortSignal.timeout(120_000) }];
}

async function arrived(id, answer, sent) {
  const said = await answer.json();
  if (answer.ok) {
    arrivedHere.push({ shown: sent.shown, kg: said.kgCo2e, isPhoto: !sent.body });
    // Now that there is a line, its photo leaves.
    if (sent.body && await photos("readonly", all => all.get(id))) lines.put(id, { shown: sent.shown });
    else await photos("readwrite", all => all.delete(id));
    return true;
  }
  const errors = Object.values(said.errors ?? {}).flat();
  if (lines.read(id)) lines.put(id, { ...sent, refused: errors.join(" ") || said.detail || said.title });
  return false;
}

/** Photos are too large for the place where lines wait. */
function photos(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("ecoprod", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("photos", mode);
      const asked = act(transaction.objectStore("photos"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => failed(transaction.error);
    };
  });
}

/** The photo waits with its line, until that is there. */
async function keepPhoto(id) {
  if (photo) await photos("readwrite", all => all.put(photo, id));
  photo = null;
}

function followPhoto(form) {
  const place = form.querySelector("[data-ticket]");
  const note = document.createElement("p");
  note.role = "status";
  takePhoto(place, taken => {
    photo = taken;
    note.replaceChildren(t("La photo partira avec la ligne. ", "The photo leaves with the line. "), button(t("Retirer", "Remove"), () => {
      photo = null;
      note.replaceChildren();
    }));
  });
  place.append(note);
  form.addEventListener("kept", () => note.replaceChildren());
}

function followForm(form) {
  // A refused line that is corrected keeps its id: corrected and sent, it waits no more.
  const corrected = new URLSearchParams(location.search).get("corrige");
  if (corrected && lines.read(corrected)) form.lineId.value = corrected;
  form.addEventListener("submit", async e => {
    if (e.submitter?.name) return;
    e.preventDefault();
    if (form.dataset.sent) return;
    busy(form, true);
    const answer = await post(form);
    if (answer?.type === "opaqueredirect") {
      const id = form.lineId.value;
      if (photo) {
        await keepPhoto(id);
        lines.put(id, { shown: shownOf(form) });
      } else {
        lines.drop(id);
      }
      return location.assign(nextLine(form));
    }
    // What is wrong with it is told by the page, as without script; the same id again is no second line.
    if (answer && answer.status < 500 && answer.status !== 429) return HTMLFormElement.prototype.submit.call(form);
    busy(form, false);
    await keep(form);
  });
  followPhoto(form);
  // Come back to, it is the form of another line.
  addEventListener("pageshow", e => { if (e.persisted) form.lineId.value = newId(); });
}

/** As for any form that is sent (site.js). */
function busy(form, isBusy) {
  const main = form.querySelector("button[data-busy]");
  if (isBusy) {
    form.dataset.sent = "1";
    main.dataset.label = main.textContent;
    main.textContent = main.dataset.busy;
    main.setAttribute("aria-disabled", "true");
  } else {
    delete form.dataset.sent;
    main.textContent = main.dataset.label;
    main.removeAttribute("aria-disabled");
  }
}

/** The answer, or nothing where there is no network. */
async function post(form) {
  if (!navigator.onLine) return null;
  try {
    return await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", signal: AbortSignal.timeout(10_000) });
  } catch {
    return null;
  }
}

/** It most often belongs to the same department and phase. */
function nextLine(form) {
  const to = new URL(form.action);
  for (const name of ["department", "phase"]) to.searchParams.set(name, form[name].value);
  return to;
}

async function keep(form) {
  const missing = [...form.querySelectorAll("select[required]")].find(s => !s.value);
  if (missing) return missing.reportValidity();
  const quantity = quantityOf(box);
  const number = form.first ?? form.quantity;
  if (!quantity) {
    tell(form.quantity.value.trim() ? form.quantity : number, t("Sans réseau rien ne se calcule ici\u202f: écrivez la quantité elle-même, par exemple 12 ou 12,5.", "Nothing is worked out here without a network: write the quantity itself, for example 12 or 12.5."));
    return;
  }
  const value = name => form[name]?.value.trim() || null;
  const marks = Object.fromEntries(["reliability", "technical", "geographic", "temporal", "completeness"].filter(value).map(m => [m, Number(value(m))]));
  const id = form.lineId.value;
  const again = new URL(form.action);
  for (const [name, typed] of new FormData(form)) if (box.dataset.carried.split(" ").includes(name) && typed) again.searchParams.set(name, typed);
  again.searchParams.set("corrige", id);
  await keepPhoto(id);
  lines.put(id, {
    body: {
      department: value("department"), post: value("post"), phase: value("phase"), factor: value("factor"), quantity, unit: value("unit"), label: value("label"),
      isConfirmed: Boolean(form.confirmed?.checked), dataStatus: value("dataStatus"), marks: Object.keys(marks).length > 0 ? marks : null,
    },
    shown: shownOf(form),
    again: again.pathname + again.search,
  });
  // The form is free for the next line of the same factor.
  form.lineId.value = newId();
  for (const name of ["quantity", "first", "second", "label"]) if (form[name]) form[name].value = "";
  delete form.dataset.dirty;
  for (const input of [number, form.quantity]) tell(input, "");
  box.dispatchEvent(new Event("emptied"));
  form.dispatchEvent(new Event("kept"));
  show("network");
  lines.leave(id);
  number.focus();
}

/** A line in a few words. */
function shownOf(form) {
  const quantity = quantityOf(box);
  const count = quantity && `${Number(quantity).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 6 })}\u00a0${box.dataset.unit}`;
  return [form.label.value.trim(), box.dataset.name, count].filter(Boolean).join(", ");
}

/** Browsers have no randomUUID where a page is not served over https. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map(b => b.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** What is wrong with a field, under it. */
function tell(input, text) {
  const field = input.closest(".field");
  field.querySelector("[data-error]")?.remove();
  input.setAttribute("aria-invalid", String(Boolean(text)));
  if (!text) return;
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.error = "";
  note.role = "alert";
  note.textContent = text;
  field.append(note);
  input.focus();
}

/** The lines of this device: those that wait, those that were refused, those that have just arrived. */
function show(state) {
  const all = lines.all();
  const open = all.filter(l => !l.refused);
  // Drawn anew only where it changes: whoever is on one of its buttons stays there.
  const now = JSON.stringify([all, state, arrivedHere]);
  if (now === shown) return;
  shown = now;
  journal.replaceChildren();
  for (const isPhoto of [false, true]) {
    const group = open.filter(l => !l.body === isPhoto);
    if (group.length === 0) continue;
    const n = group.length;
    const what = isPhoto
      ? n === 1 ? t("Une photo de ticket", "One photo of a ticket") : t(`${n} photos de tickets`, `${n} photos of tickets`)
      : n === 1 ? t("Une ligne", "One line") : t(`${n} lignes`, `${n} lines`);
    const note = notice("warn", {
      network: n === 1 ? t(`${what} attend le réseau. Elle partira d’elle-même.`, `${what} waits for the network. It will leave by itself.`) : t(`${what} attendent le réseau. Elles partiront d’elles-mêmes.`, `${what} wait for the network. They will leave by themselves.`),
      session: t(`Votre session est terminée. Sur cet appareil attend\u202f: ${what.toLowerCase()}. `, `Your session has ended. On this device waits: ${what.toLowerCase()}. `),
    }[state] ?? t(`${what}\u202f: envoi en cours.`, `${what}: being sent.`));
    if (state === "session") note.firstChild.append(link(location.href, t("Se reconnecter", "Sign in again")));
    list(note, group, line => [line.shown, dropper(t("Retirer", "Remove"), line)]);
  }
  for (const line of all.filter(l => l.refused)) {
    const note = notice("bad", `${line.body ? t("Ligne refusée", "Line refused") : t("Photo refusée", "Photo refused")}${t("\u202f: ", ": ")}${line.shown}. ${line.refused}`);
    const acts = document.createElement("p");
    if (line.again) acts.append(link(line.again, t("La corriger", "Correct it")), " ");
    acts.append(dropper(t("La retirer", "Remove it"), line));
    note.append(acts);
  }
  for (const isPhoto of [false, true]) {
    const group = arrivedHere.filter(l => l.isPhoto === isPhoto);
    if (group.length === 0) continue;
    const n = group.length;
    const note = notice("done", isPhoto
      ? n === 1 ? t("Une photo de ticket est jointe à sa ligne. ", "One photo of a ticket is attached to its line. ") : t(`${n} photos de tickets sont jointes à leurs lignes. `, `${n} photos of tickets are attached to their lines. `)
      : n === 1 ? t("Une ligne est partie. ", "One line has left. ") : t(`${n} lignes sont parties. `, `${n} lines have left. `));
    note.firstChild.append(link(location.pathname, t("Voir les lignes", "See the lines")));
    list(note, group, line => [line.isPhoto || line.kg === null ? line.shown : `${line.shown}${t("\u202f: ", ": ")}${line.kg.toLocaleString(document.documentElement.lang, line.kg < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 })} kg CO₂e`]);
  }
}

function notice(kind, text) {
  const note = document.createElement("div");
  note.className = `notice ${kind}`;
  note.role = "status";
  const words = document.createElement("p");
  words.textContent = text;
  note.append(words);
  journal.append(note);
  return note;
}

function list(note, of, parts) {
  const items = document.createElement("ul");
  for (const line of of) {
    const item = document.createElement("li");
    item.dir = "auto";
    item.append(...parts(line).flatMap(p => [p, " "]));
    items.append(item);
  }
  note.append(items);
}

function link(href, text) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

/** Takes a line off this device, with its photo. */
function dropper(text, line) {
  const made = button(text, async () => {
    await photos("readwrite", all => all.delete(line.id));
    lines.drop(line.id);
  });
  made.setAttribute("aria-label", `${text}${t("\u202f: ", ": ")}${line.shown}`);
  return made;
}
