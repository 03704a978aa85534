// A photo of a ticket in one tap, where there is a touch screen: taken, it is on its way. Without this file a photo is chosen and sent by the form.
const english = document.documentElement.lang === "en";
const t = (fr, en) => (english ? en : fr);

for (const place of document.querySelectorAll("[data-ticket]")) if (place.dataset.ticket) attachTo(place);

/** The button that opens the camera, in its place; tells what was taken. */
export function takePhoto(place, taken) {
  if (!matchMedia("(any-pointer: coarse)").matches) return;
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/jpeg,image/png,image/webp,image/heic,image/heif";
  input.setAttribute("capture", "environment");
  input.hidden = true;
  input.addEventListener("change", () => {
    const [photo] = input.files;
    if (photo) taken(photo);
    // The same photo again is a change too.
    input.value = "";
  });
  place.append(button(t("Photographier un ticket", "Photograph a ticket"), () => input.click()), input);
}

function attachTo(place) {
  const api = place.dataset.ticket;
  const line = document.createElement("p");
  line.role = "status";
  takePhoto(place, send);
  place.append(line);

  function send(photo) {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", t("Envoi", "Sending"));
    say(t("Envoi de la photo… ", "Sending the photo… "), bar);
    const request = new XMLHttpRequest();
    request.open("POST", api);
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = e => { if (e.lengthComputable) [bar.max, bar.value] = [e.total, e.loaded]; };
    request.onerror = () => retry(photo);
    request.onload = () => {
      if (request.status === 201) return attached(request.response);
      if (request.status === 401) return say(t("Votre session est terminée\u202f: reconnectez-vous dans un autre onglet, la photo reste ici. ", "Your session has ended: sign in again in another tab, the photo stays here. "), button(t("Réessayer", "Try again"), () => send(photo)));
      if (request.status >= 500 || request.status === 429) return retry(photo);
      const { errors, detail, title } = request.response ?? {};
      say(Object.values(errors ?? {}).flat().join(" ") || detail || title || t("La photo a été refusée.", "The photo was refused."));
    };
    const body = new FormData();
    body.append("files", photo);
    request.send(body);
  }

  /** It stays on the page, and leaves with the network. */
  function retry(photo) {
    const once = new AbortController();
    const again = () => {
      once.abort();
      send(photo);
    };
    addEventListener("online", again, { signal: once.signal });
    say(t("Pas de réseau. La photo reste ici et partira dès qu’il revient\u202f: gardez cette page ouverte. ", "No network. The photo stays here and leaves as soon as it is back: keep this page open. "), button(t("Réessayer", "Try again"), again));
  }

  async function attached(there) {
    const before = [...document.querySelectorAll("[data-files] th a")].map(a => a.pathname.split("/").at(-1));
    const photo = there.find(f => !before.includes(f.id));
    await refresh();
    if (!photo) return say(t("Cette photo était déjà jointe.", "This photo was attached already."));
    say(t("Photo jointe à la ligne. ", "Photo attached to the line. "), button(t("Annuler", "Undo"), async () => {
      let answer;
      try {
        answer = await fetch(`${api}/${photo.id}`, { method: "DELETE", headers: { "Accept-Language": document.documentElement.lang } });
      } catch {
        // Told below.
      }
      if (!answer?.ok) return say(t("La photo n’a pas pu être retirée\u202f: retirez-la de la liste.", "The photo could not be removed: remove it from the list."));
      await refresh();
      say(t("Photo retirée.", "Photo removed."));
    }));
  }

  /** The list of the line's files, as the page has it now. */
  async function refresh() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const list = page.querySelector("[data-files]");
    if (list) document.querySelector("[data-files]").replaceWith(list);
  }

  function say(text, ...more) {
    line.replaceChildren(text, ...more);
  }
}

export function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn quiet small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
