// Turns the tag search into a type-ahead (combobox with a list box). Without it the form searches by itself and
// shows the results as buttons.
const form = document.getElementById("tag-search");
const target = form && document.getElementById(form.dataset.target);
if (form && target) enhance(form, target);

function enhance(form, target) {
  const input = form.querySelector("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = "tag-list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", form.getAttribute("aria-label"));
  status.className = "sr";
  status.role = "status";
  input.closest("span").after(list, status);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  // Only this script makes the list, so only it brings its look; the colours are the site's.
  const look = new CSSStyleSheet();
  look.replaceSync(`
    #tag-list { list-style: none; margin: .25rem 0 0; padding: 0; border: 1px solid var(--line); border-radius: var(--r, .5rem); background: var(--card); max-inline-size: 36rem; overflow: hidden; }
    #tag-list li { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: center; min-block-size: 2.75rem; padding: .25rem .75rem; cursor: pointer; }
    #tag-list li small { color: var(--muted); }
    #tag-list li[aria-selected=true] { background: var(--leaf-soft); outline: 2px solid var(--clap); outline-offset: -2px; }`);
  document.adoptedStyleSheets.push(look);

  let options = [];
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
    active = options.length ? (index + options.length) % options.length : -1;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return;
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };

  const choose = index => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "tagId";
    field.value = options[index].tagId;
    target.append(field);
    target.requestSubmit();
    close();
  };

  const show = found => {
    options = found;
    list.replaceChildren(...found.map((tag, i) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      const owner = document.createElement("small");
      item.id = `tag-option-${i}`;
      item.role = "option";
      item.setAttribute("aria-selected", "false");
      name.textContent = tag.name;
      name.dir = owner.dir = "auto";
      owner.textContent = tag.organisationName;
      item.append(name, owner);
      item.addEventListener("pointerdown", e => { e.preventDefault(); choose(i); });
      return item;
    }));
    status.textContent = found.length ? form.dataset.some.replace("{n}", found.length) : form.dataset.none;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    active = -1;
  };

  const search = async () => {
    request?.abort();
    const query = input.value.trim();
    if (query.length < 2) return close();
    request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.source}?q=${encodeURIComponent(query)}`, { signal: request.signal, headers: { accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch (e) {
      // Without the network the form still searches by itself.
      if (e.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", e => {
    if (e.key === "Escape" && !list.hidden) { close(); e.preventDefault(); return; }
    if (list.hidden) {
      if (e.key === "ArrowDown" && options.length) { show(options); activate(0); e.preventDefault(); }
      return;
    }
    if (e.key === "ArrowDown") { activate(active + 1); e.preventDefault(); }
    else if (e.key === "ArrowUp") { activate(active < 0 ? -1 : active - 1); e.preventDefault(); }
    else if (e.key === "Enter" && active >= 0) { choose(active); e.preventDefault(); }
  });
}
