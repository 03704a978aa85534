// A search that answers while one types: a combobox with a list box, after the ARIA practices. Without it the form
// searches by itself.

/**
 * form    the search form; its label is the list's
 * input   its field
 * id      of the list
 * look    the style of this list, beside what all lists share
 * place   puts the list, and what is said of it to those who do not see it, into the page
 * find    words and an abort signal: { items, said }, or nothing where the search was refused
 * fill    an item: what its option holds
 * choose  an item: goes where the plain form goes
 */
export function typeahead(form, { input, id, look, place, find, fill, choose }) {
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = id;
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", form.getAttribute("aria-label"));
  status.className = "sr";
  status.role = "status";
  place(list, status);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", id);
  input.setAttribute("aria-expanded", "false");

  // Only this script makes the list, so only it brings its look; the colours are the site's.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    #${id} { list-style: none; margin: .25rem 0 0; padding: 0; border: 1px solid var(--edge); border-radius: var(--r); background: var(--card); }
    #${id} li { align-items: center; min-block-size: 2.75rem; padding: .25rem .75rem; cursor: pointer; }
    #${id} small { color: var(--muted); }
    #${id} li[aria-selected=true] { background: var(--leaf-soft); outline: 2px solid var(--clap); outline-offset: -2px; }
    ${look}`);
  document.adoptedStyleSheets.push(sheet);

  let items = [];
  let active = -1;
  let request = null;
  let timer = 0;

  const open = isOpen => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  };
  const activate = index => {
    active = index < 0 ? -1 : index % items.length;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    open(false);
    activate(-1);
  };
  const pick = item => {
    choose(item);
    close();
  };
  const show = found => {
    items = found;
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement("li");
      option.id = `${id}-${i}`;
      option.role = "option";
      option.append(...fill(item));
      // The field keeps the focus, and with it the list stays open until the button is let go.
      option.addEventListener("mousedown", e => e.preventDefault());
      option.addEventListener("click", () => pick(item));
      return option;
    }));
    activate(-1);
    open(items.length > 0);
  };
  const search = async () => {
    request?.abort();
    const words = input.value.trim();
    if (words.length < 2) {
      status.textContent = "";
      return show([]);
    }
    request = new AbortController();
    try {
      const found = await find(encodeURIComponent(words), request.signal);
      if (!found) return;
      show(found.items);
      status.textContent = found.said;
    } catch (e) {
      // Typed on, or offline: the form still searches by itself.
      if (e.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", e => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (!items.length) return;
      open(true);
      activate(e.key === "ArrowDown" ? active + 1 : (active < 0 ? items.length : active + items.length) - 1);
    }
    else if (list.hidden) return;
    else if (e.key === "Enter" && active >= 0) pick(items[active]);
    else if (e.key === "Escape") close();
    else return;
    e.preventDefault();
  });
}
