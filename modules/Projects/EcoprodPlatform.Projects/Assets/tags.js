// The tag search answers while one types. Without this file the form shows the results as buttons.
import { typeahead } from "asset:typeahead.js";

const form = document.getElementById("tag-search");
const target = form && document.getElementById(form.dataset.target);
if (form && target) typeahead(form, {
  input: form.querySelector("input"),
  id: "tag-list",
  look: `
    #tag-list { max-inline-size: 36rem; overflow: hidden; }
    #tag-list li { display: flex; flex-wrap: wrap; gap: 0 .75rem; }`,
  place: (...elements) => form.querySelector("input").closest("span").after(...elements),
  find: async (words, signal) => {
    const answer = await fetch(`${form.dataset.source}?q=${words}`, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const items = await answer.json();
    return { items, said: items.length ? form.dataset.some.replace("{n}", items.length) : form.dataset.none };
  },
  fill: tag => {
    const name = document.createElement("span");
    const owner = document.createElement("small");
    name.textContent = tag.name;
    owner.textContent = tag.organisationName;
    name.dir = owner.dir = "auto";
    return [name, owner];
  },
  choose: tag => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "tagId";
    field.value = tag.tagId;
    target.append(field);
    target.requestSubmit();
  },
});
