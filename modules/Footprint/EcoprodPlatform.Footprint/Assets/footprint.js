// Two comforts of the data entry pages: factors answer while one types, the result shows while one types the quantity.
// Without this file the search is a form with results as links, and the result shows once the line is saved.
const english = document.documentElement.lang === "en";
const t = (fr, en) => (english ? en : fr);

for (const form of document.querySelectorAll("[data-factor-search]")) searchWhileTyping(form);
for (const box of document.querySelectorAll("[data-line-form]")) resultWhileTyping(box);

/** A combobox with a list box; choosing goes where the link of the plain page goes. */
function searchWhileTyping(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = "factor-list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", form.getAttribute("aria-label"));
  status.className = "sr";
  status.role = "status";
  input.closest(".field").append(list, status);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const look = new CSSStyleSheet();
  look.replaceSync(`
    #factor-list { list-style: none; margin: .25rem 0 0; padding: 0; border: 1px solid var(--edge); border-radius: var(--r); background: var(--card); overflow: auto; max-block-size: 26rem; }
    #factor-list li { display: grid; gap: 0 1rem; grid-template-columns: minmax(0, 1fr) auto; align-items: center; min-block-size: 2.75rem; padding: .35rem .75rem; cursor: pointer; }
    #factor-list small { color: var(--muted); grid-column: 1; }
    #factor-list b { font-weight: 500; grid-row: 1 / span 2; grid-column: 2; font-variant-numeric: tabular-nums; }
    #factor-list li[aria-selected=true] { background: var(--leaf-soft); outline: 2px solid var(--clap); outline-offset: -2px; }`);
  document.adoptedStyleSheets.push(look);

  let found = [];
  let active = -1;
  let request = null;
  let timer = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = index => {
    active = found.length ? (index + found.length) % found.length : -1;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return;
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const choose = index => {
    const to = new URL(form.action);
    for (const [name, value] of new FormData(form)) {
      if (name !== input.name && name !== "chercher" && value) to.searchParams.set(name, value);
    }
    to.searchParams.set("factor", found[index].code);
    location.assign(to);
  };
  const show = items => {
    found = items;
    list.replaceChildren(...items.map((factor, i) => {
      const item = document.createElement("li");
      item.id = `factor-${i}`;
      item.role = "option";
      const name = document.createElement("span");
      name.textContent = english ? factor.nameEn : factor.nameFr;
      const note = document.createElement("small");
      note.textContent = [english ? factor.geographyEn : factor.geographyFr, factor.year, factor.source].filter(Boolean).join(" · ");
      const value = document.createElement("b");
      value.textContent = `${factor.value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 6 })} ${english ? factor.unitEn : factor.unitFr}`;
      item.append(name, value, note);
      item.addEventListener("mousedown", event => event.preventDefault());
      item.addEventListener("click", () => choose(i));
      return item;
    }));
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    active = -1;
    input.removeAttribute("aria-activedescendant");
  };
  const search = async () => {
    request?.abort();
    const words = input.value.trim();
    if (words.length < 2) {
      status.textContent = "";
      show([]);
      return;
    }
    request = new AbortController();
    try {
      const answer = await fetch(`/api/factors?usable=true&q=${encodeURIComponent(words)}`, { signal: request.signal });
      if (!answer.ok) return;
      const { items, total } = await answer.json();
      show(items);
      status.textContent = total === 0
        ? t("Aucun facteur trouvé", "No factor found")
        : t(`${total} facteurs trouvés, flèches pour parcourir`, `${total} factors found, arrows to browse`);
    } catch {
      // Typed on, or offline: the form itself still works.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 180);
  });
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) return;
      event.preventDefault();
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
}

/** Quantity × factor, exact like the server's: integers of their digits, then the point put back. */
function resultWhileTyping(box) {
  const input = box.querySelector("[name=quantity]");
  const result = box.querySelector("[data-line-result]");
  const place = box.querySelector("[data-line-result-box]");
  const update = () => {
    const typed = input.value.replace(/[\s\u00a0\u202f]/g, "");
    const plain = english ? typed.replace(/,(?=\d{3}(\D|$))/g, "") : typed.replace(",", ".");
    const product = /^\d+(\.\d{0,6})?$/.test(plain) ? multiply(plain, box.dataset.factorValue) : null;
    place.hidden = product === null || Number(product) === 0;
    if (!place.hidden) {
      const kg = Number(product).toLocaleString(document.documentElement.lang, Number(product) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 });
      result.textContent = t(`Résultat de la ligne : ${kg} kgCO2e`, `Result of the line: ${kg} kgCO2e`);
    }
  };
  input.addEventListener("input", update);
  update();
}

function multiply(a, b) {
  const [x, y] = [a, b].map(n => n.split("."));
  const decimals = (x[1]?.length ?? 0) + (y[1]?.length ?? 0);
  const digits = (BigInt(x[0] + (x[1] ?? "")) * BigInt(y[0] + (y[1] ?? ""))).toString().padStart(decimals + 1, "0");
  return decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
}
