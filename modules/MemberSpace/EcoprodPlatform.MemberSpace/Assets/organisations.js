// The search for one's structure answers while one types. Without this file the form shows the results as links.
import { typeahead } from "asset:typeahead.js";

const form = document.getElementById("organisation-search");
if (form) typeahead(form, {
  input: form.querySelector("input"),
  id: "organisation-list",
  look: "#organisation-list { max-inline-size: 36rem; overflow: hidden; } #organisation-list li { display: flex; }",
  place: (...elements) => form.querySelector("input").closest("span").after(...elements),
  find: async (words, signal) => {
    const answer = await fetch(`${form.dataset.source}?q=${words}`, { signal, headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const items = await answer.json();
    return { items, said: items.length ? form.dataset.some.replace("{n}", items.length) : form.dataset.none };
  },
  fill: organisation => {
    const name = document.createElement("span");
    name.textContent = organisation.name;
    name.dir = "auto";
    return [name];
  },
  choose: organisation => location.assign(`${form.dataset.to}/${organisation.id}`),
});
