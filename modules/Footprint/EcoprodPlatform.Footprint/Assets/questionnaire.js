// Each answer of the questionnaire is sent as soon as it is given, and kept on this device while there is no network. Without this file the page is a
// form with a button.
import { readNumber } from "asset:numbers.js";
import { waiting } from "asset:waiting.js";

const english = document.documentElement.lang === "en";
const t = (fr, en) => (english ? en : fr);
const box = document.querySelector("[data-questionnaire]");
const api = box.dataset.questionnaire;
/** Answers that have not arrived, by question: { body, version }. */
const answers = waiting(`answers:${api}`, { request, arrived, told });
/** What the assessment comes to; a department's link does not show it. */
const head = document.querySelector("[data-questionnaire-total]");

if (api) {
  for (const part of box.querySelectorAll("[data-question]")) follow(part);
  box.addEventListener("keydown", goOn);
  answers.sendAll();
}

/** Enter goes to the next field, and after the last to the button: it does not send the whole section. */
function goOn(e) {
  if (e.key !== "Enter" || e.isComposing || e.target.tagName !== "INPUT") return;
  e.preventDefault();
  [...box.querySelectorAll("input:not([type=hidden], [type=radio]), button[data-busy]")].find(i => e.target.compareDocumentPosition(i) & Node.DOCUMENT_POSITION_FOLLOWING)?.focus();
}

function follow(part) {
  const inputs = [...numbersOf(part), ...placesOf(part)];
  const numbers = numbersOf(part);
  let typed = null;
  // Arrows pass over answers on the way to the one that is meant: it leaves with the person.
  let byArrow = false;
  part.addEventListener("keydown", e => { byArrow = e.target.type === "radio" && e.key.startsWith("Arrow"); });
  for (const input of inputs) input.addEventListener("input", () => { typed = null; choose(part, "given"); part.dataset.dirty = "1"; });
  // Two numbers make one answer: it leaves with the last of them, or with the person.
  part.addEventListener("change", e => {
    if (e.target.type !== "radio" && !e.target.closest("[data-trip]") && (numbers.every(i => i.value.trim()) || inputs.every(i => !i.value.trim()))) send(part);
  });
  // A distance that has just been worked out is an answer as soon as its other numbers are there.
  if (part.dataset.worked) {
    part.dataset.dirty = "1";
    if (numbers.every(i => i.value.trim())) send(part);
  }
  part.addEventListener("focusout", e => { if (part.dataset.dirty && !part.contains(e.relatedTarget)) send(part); });
  part.addEventListener("change", e => {
    if (e.target.type !== "radio") return;
    if (byArrow) {
      byArrow = false;
      part.dataset.dirty = "1";
      return;
    }
    if (e.target.value === "given") {
      if (typed) inputs.forEach((input, i) => { input.value = typed[i]; });
      inputs[0].focus();
      if (typed) send(part);
      typed = null;
    } else {
      // Kept for who comes back to it.
      if (inputs.some(i => i.value.trim())) typed = inputs.map(i => i.value);
      inputs.forEach(input => { input.value = ""; });
      send(part);
    }
  });
}

function numbersOf(part) {
  return [...part.querySelectorAll("input[inputmode=decimal]")];
}

/** Countries: a name of the list; left empty it is the lead country. */
function placesOf(part) {
  return [...part.querySelectorAll("input[list]")];
}

/** The code of the country that stands in a place; what is not in the list goes as it was written, and is told. */
function countryOf(input) {
  const written = input.value.trim().toLowerCase();
  return [...input.list.options].find(o => o.value.toLowerCase() === written)?.dataset.code ?? input.value.trim();
}

function nameIn(input) {
  return input.name.slice(input.name.indexOf(".") + 1);
}

function choose(part, state) {
  const radio = part.querySelector(`input[type=radio][value=${state}]`);
  if (radio) radio.checked = true;
}

/** What the person answers now; null where it cannot be read, which is told. */
function answerOf(part) {
  const state = part.querySelector("input[type=radio]:checked")?.value;
  const inputs = numbersOf(part);
  const placed = placesOf(part).filter(i => i.value.trim());
  if (state === "clear" || (state === "given" && placed.length === 0 && inputs.every(i => !i.value.trim()))) return {};
  if (state !== "given") return { state };
  const fields = {};
  for (const input of inputs) {
    if (!input.value.trim()) continue;
    const unit = input.parentElement.querySelector(".unit")?.textContent;
    const number = readNumber(input.value, document.documentElement.lang, unit ? [unit] : []);
    if (number === null) {
      tell(part, t("Écrivez un nombre, par exemple 12 ou 12,5.", "Write a number, for example 12 or 12.5."), input);
      return null;
    }
    fields[nameIn(input)] = number;
  }
  return placed.length === 0 ? { state, fields } : { state, fields, places: Object.fromEntries(placed.map(i => [nameIn(i), countryOf(i)])) };
}

function send(part, isConfirmed = false) {
  const body = answerOf(part);
  delete part.dataset.dirty;
  if (!body) return;
  const question = part.dataset.question;
  const version = part.querySelector("[data-version]");
  answers.put(question, { body: isConfirmed ? { ...body, isConfirmed } : body, version: version.value });
  // Kept on this device and on its way: nothing is lost by going on.
  const form = box.querySelector("form");
  if (!form.querySelector("fieldset[data-dirty]")) delete form.dataset.dirty;
  answers.leave(question);
}

function partOf(question) {
  return box.querySelector(`[data-question="${question}"]`);
}

function request(question, { body, version }) {
  return [`${api}/${question}`, {
    method: body.state ? "PUT" : "DELETE",
    headers: { "Content-Type": "application/json", "If-Match": `"${version}"`, "Accept-Language": document.documentElement.lang },
    body: body.state ? JSON.stringify(body) : undefined,
  }];
}

/** Whether nothing of an answer waits any more. */
async function arrived(question, answer, sent) {
  const part = partOf(question);
  if (!part) return answer.ok || answer.status === 404 || await elsewhere(question, answer, sent);
  await show(part, answer, sent);
  const now = answers.read(question);
  // Changed again meanwhile: on the version that has just been made.
  if (now && now.stamp !== sent.stamp) answers.put(question, { ...now, version: part.querySelector("[data-version]").value });
  // What was refused stands in its field, with the reason beside it.
  return true;
}

function told(state) {
  const n = answers.open().length;
  if (state === "session") return say(t("Votre session est terminée. Vos réponses attendent sur cet appareil\u202f: ", "Your session has ended. Your answers wait on this device: "), t("se reconnecter", "sign in again"), location.href);
  if (state === "network") {
    return say(n === 1
      ? t("Une réponse attend le réseau. Elle partira d’elle-même.", "One answer waits for the network. It will leave by itself.")
      : t(`${n} réponses attendent le réseau. Elles partiront d’elles-mêmes.`, `${n} answers wait for the network. They will leave by themselves.`));
  }
  if (n > 0) return;
  say("");
  const form = box.querySelector("form");
  if (!form.querySelector("fieldset[data-dirty]")) delete form.dataset.dirty;
}

/** Shows what became of an answer. */
async function show(part, answer, sent) {
  if (answer.status === 204) {
    part.querySelector("[name$='.avant']").value = "";
    part.querySelector("[data-version]").value = "0";
    part.querySelectorAll("input[type=radio]").forEach(r => { r.checked = false; });
    tell(part, "");
    return refresh(part);
  }
  const said = await answer.json();
  if (answer.ok) {
    saved(part, said);
    shown(part, said);
  } else if (answer.status === 412) {
    await meanwhile(part, sent);
  } else if (said.code === "footprint.line-unlikely") {
    confirm(part, said);
  } else {
    const errors = Object.entries(said.errors ?? {});
    tell(part, errors.length > 0 ? errors.map(([, text]) => text.join(" ")).join(" ") : said.detail ?? said.title, errors.length > 0 ? fieldOf(part, errors[0][0]) : undefined);
  }
}

function saved(part, answer) {
  part.querySelector("[data-version]").value = answer.version;
  part.querySelector("[name$='.avant']").value = [answer.state, ...(answer.state === "given" ? Object.entries({ ...answer.fields, ...answer.places }).map(([f, q]) => `${f}=${q}`) : [])].join(";");
  choose(part, answer.state);
  tell(part, "");
}

/** An answer that was given on another page and did not arrive there: kept until its own page is opened, unless it is there already. */
async function elsewhere(question, answer, sent) {
  const { section, now } = await find(question);
  if (!section || isSame(now, sent.body)) return true;
  const page = new URL(section.code, location.href);
  say(t("Une réponse n’a pas été enregistrée. La revoir\u202f: ", "An answer has not been saved. See it again: "), english ? section.nameEn : section.nameFr, `${page.pathname}#q-${question}`);
  return false;
}

async function find(question) {
  const all = await (await fetch(api.replace(/answers$/, "questionnaire"))).json();
  const section = all.sections.find(s => s.questions.some(q => q.code === question));
  const asked = section?.questions.find(q => q.code === question);
  return { section, asked, now: asked?.answer ?? null };
}

/** The answer there says what was sent. */
function isSame(now, body) {
  if (!now || !body.state) return !now && !body.state;
  if (now.state !== body.state) return false;
  const sent = Object.entries(body.fields ?? {}).filter(([, q]) => Number(q) !== 0);
  const placed = Object.entries(body.places ?? {});
  return body.state !== "given" || (sent.length === Object.keys(now.fields).length && sent.every(([f, q]) => now.fields[f] === Number(q))
    && placed.length === Object.keys(now.places).length && placed.every(([p, country]) => now.places[p] === country));
}

function fieldOf(part, name) {
  return part.querySelector(`[name="${part.dataset.question}.${name.replace(/^(fields|places)\./, "")}"]`) ?? undefined;
}

function confirm(part, said) {
  tell(part, Object.values(said.errors ?? {}).flat().join(" ") || said.detail);
  button(part, t("Les nombres sont exacts", "The numbers are exact"), () => send(part, true));
}

/** Somebody else has answered: what they said, and the choice. */
async function meanwhile(part, sent) {
  const { asked, now } = await find(part.dataset.question);
  part.querySelector("[data-version]").value = now?.version ?? 0;
  if (isSame(now, sent.body)) {
    if (now) {
      saved(part, now);
      shown(part, now);
    }
    return;
  }
  const theirs = !now
    ? t("plus de réponse", "no answer any more")
    : now.state === "given"
      ? asked.fields.filter(f => f.code in now.fields).map(f => `${now.fields[f.code].toLocaleString(document.documentElement.lang)} ${english ? f.unitEn : f.unitFr}${now.places[f.place] ? ` (${now.places[f.place]})` : ""}`).join(", ")
      : part.querySelector(`input[type=radio][value=${now.state}]`)?.parentElement.textContent;
  tell(part, t(`Quelqu’un a répondu entre-temps\u202f: ${theirs}.`, `Somebody has answered meanwhile: ${theirs}.`));
  button(part, t("Garder ma réponse", "Keep my answer"), () => send(part));
  button(part, t("Prendre la sienne", "Take theirs"), () => location.reload());
}

function button(part, label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn quiet small";
  made.textContent = label;
  made.addEventListener("click", act);
  part.querySelector("[data-error]").append(" ", made);
}

function shown(part, said) {
  const kg = said.kgCo2e === null ? null : `${said.kgCo2e.toLocaleString(document.documentElement.lang, said.kgCo2e < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 })} kg CO₂e`;
  part.querySelector("[data-result]").textContent = {
    none: t("Aucun\u202f: rien n’est compté.", "None: nothing is counted."),
    detailed: t("À détailler dans les lignes.", "To be detailed in the lines."),
    unknown: kg ? t(`Estimation\u202f: ${kg}`, `Estimate: ${kg}`) : t("Ordre de grandeur retenu, marqué comme estimé.", "Order of magnitude taken, marked as an estimate."),
    given: kg ? `= ${kg}` : t("Réponse enregistrée.", "Answer saved."),
  }[said.state] ?? "";
  total(said.totalKgCo2e, said.open);
}

async function refresh(part) {
  part.querySelector("[data-result]").textContent = t("Réponse effacée.", "Answer cleared.");
  if (!head) return;
  const [sheet, all] = await Promise.all([fetch(api.replace(/\/answers$/, "")), fetch(api.replace(/answers$/, "questionnaire"))].map(async a => (await a).json()));
  total(sheet.totalKgCo2e, all.open);
}

function total(kg, open) {
  if (!head) return;
  const tonnes = kg === null ? null : kg / 1000;
  head.querySelector("[data-total]").textContent = tonnes === null ? "-" : tonnes.toLocaleString(document.documentElement.lang, tonnes < 0.01 ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  head.querySelector("[data-open]").textContent = open === 0
    ? t("Questionnaire complet", "Questionnaire complete")
    : open === 1 ? t("Total incomplet\u202f: 1 question sans réponse", "Incomplete total: 1 question without an answer")
    : t(`Total incomplet\u202f: ${open} questions sans réponse`, `Incomplete total: ${open} questions without an answer`);
  const bar = head.querySelector("[data-progress]");
  bar.value = bar.max - open;
}

/** What is wrong with an answer, beside it; nothing takes it away. */
function tell(part, text, input) {
  part.querySelector("[data-error]")?.remove();
  [...numbersOf(part), ...placesOf(part)].forEach(i => i.setAttribute("aria-invalid", String(i === input)));
  if (!text) return;
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.error = "";
  note.role = "alert";
  note.textContent = text;
  part.querySelector("[data-result]").before(note);
  part.querySelector("[data-result]").textContent = "";
}

/** One line over the form for what concerns all answers. */
function say(text, label, href) {
  let note = box.querySelector("[data-said]");
  if (!text) return note?.remove();
  if (!note) {
    note = document.createElement("p");
    note.className = "notice warn";
    note.dataset.said = "";
    note.role = "status";
    box.prepend(note);
  }
  note.textContent = text;
  if (href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = label;
    note.append(link);
  }
}
