// Two comforts of the data entry pages: factors answer while one types, the result shows while one types the quantity.
// Without this file the search is a form with results as links, and the result shows once the line is saved.
import { readNumber } from "asset:numbers.js";
import { typeahead } from "asset:typeahead.js";

const english = document.documentElement.lang === "en";
const t = (fr, en) => (english ? en : fr);

for (const form of document.querySelectorAll("[data-factor-search]")) searchWhileTyping(form);
for (const box of document.querySelectorAll("[data-line-form]")) resultWhileTyping(box);

/** Choosing goes where the link of the plain page goes. */
function searchWhileTyping(form) {
  const input = form.querySelector("input[type=search]");
  typeahead(form, {
    input,
    id: "factor-list",
    look: `
      #factor-list { overflow: auto; max-block-size: 26rem; }
      #factor-list li { display: grid; gap: 0 1rem; grid-template-columns: minmax(0, 1fr) auto; padding-block: .35rem; }
      #factor-list small { grid-column: 1; }
      #factor-list b { font-weight: 500; grid-row: 1 / span 2; grid-column: 2; font-variant-numeric: tabular-nums; }`,
    place: (...elements) => input.closest(".field").append(...elements),
    find: async (words, signal) => {
      const answer = await fetch(`${form.dataset.factorSearch}?q=${words}`, { signal });
      if (!answer.ok) return;
      const { items, total, isNear, elsewhere } = await answer.json();
      return {
        items: items.map(item => ({ ...item, isElsewhere: elsewhere.length > 0 })),
        said: total === 0
          ? t("Aucun facteur trouvé", "No factor found")
          : elsewhere.length ? t("Rien pour le lieu nommé : ces facteurs valent pour d’autres lieux", "Nothing for the place that is named: these factors hold for other places")
          : isNear ? t(`Rien d’exact, ${total} facteurs proches`, `Nothing exact, ${total} factors near`)
          : t(`${total} facteurs trouvés, flèches pour parcourir`, `${total} factors found, arrows to browse`),
      };
    },
    fill: factor => {
      const name = document.createElement("span");
      name.textContent = english ? factor.nameEn : factor.nameFr;
      const note = document.createElement("small");
      const mark = { incomplete: t("incomplet", "incomplete"), superseded: t("remplacé", "superseded") }[factor.mark];
      note.textContent = [factor.isElsewhere && t("autre lieu", "another place"), mark, english ? factor.geographyEn : factor.geographyFr, factor.year, english ? factor.sourceEn : factor.sourceFr, english ? factor.perimeterEn : factor.perimeterFr].filter(Boolean).join(" · ");
      const value = document.createElement("b");
      value.textContent = `${factor.value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 6 })} ${english ? factor.unitEn : factor.unitFr}`;
      return [name, note, value];
    },
    choose: factor => {
      const to = new URL(form.action);
      for (const [name, value] of new FormData(form)) {
        if (name !== input.name && name !== "chercher" && value) to.searchParams.set(name, value);
      }
      to.searchParams.set("factor", factor.code);
      location.assign(to);
    },
  });
}

/** The quantity that a line's form says, as the server reads it: typed, or the product of its two numbers; null for what it would refuse. */
export function quantityOf(box) {
  const [input, first, second] = inputsOf(box);
  const plain = field => {
    const number = readNumber(field.value, document.documentElement.lang, field === input ? box.dataset.units.split("|") : []);
    return number && /^\d+(\.\d{1,6})?$/.test(number) ? number : null;
  };
  let quantity = plain(input);
  if (isProduct(box)) {
    const made = plain(first) && plain(second) ? trimmed(multiply(plain(first), plain(second))) : null;
    const free = !input.value.trim() || (quantity && [made, trimmed(box.dataset.stored || "")].includes(trimmed(quantity)));
    quantity = made && free && /^\d+(\.\d{1,6})?$/.test(made) ? made : null;
  }
  return quantity && !exceeds(quantity, box.dataset.greatestQuantity) ? quantity : null;
}

/** What people typed is counted as two numbers. */
function isProduct(box) {
  const [, first, second] = inputsOf(box);
  return Boolean(first && (first.value.trim() || second.value.trim()));
}

function inputsOf(box) {
  return ["quantity", "first", "second"].map(name => box.querySelector(`[name=${name}]`));
}

/** Quantity × factor, exact like the server's: integers of their digits, then the point put back. */
function resultWhileTyping(box) {
  const result = box.querySelector("[data-line-result]");
  const place = box.querySelector("[data-line-result-box]");
  const update = () => {
    // What the server would refuse has no result.
    const quantity = quantityOf(box);
    const product = quantity ? multiply(quantity, box.dataset.factorValue) : null;
    place.hidden = product === null || Number(product) === 0 || exceeds(product, box.dataset.greatestResult);
    if (!place.hidden) {
      const kg = Number(product).toLocaleString(document.documentElement.lang, Number(product) < 1 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 2 });
      const counted = isProduct(box) ? ` (${Number(quantity).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 6 })}\u00a0${box.dataset.unit})` : "";
      result.textContent = t(`Résultat de la ligne${counted}\u202f: ${kg} kgCO₂e`, `Result of the line${counted}: ${kg} kgCO₂e`);
    }
  };
  for (const field of inputsOf(box)) field?.addEventListener("input", update);
  box.addEventListener("emptied", update);
  update();
}

/** Exact too: twelve decimals are what a product has. */
function exceeds(number, bound) {
  const [a, b] = [number, bound].map(n => n.split(".")).map(([whole, rest = ""]) => BigInt(whole + rest.padEnd(12, "0").slice(0, 12)));
  return a > b;
}

/** Without zeros at the end of its decimals: 4000.50 and 4000.5 are one number. */
function trimmed(number) {
  return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
}

function multiply(a, b) {
  const [x, y] = [a, b].map(n => n.split("."));
  const decimals = (x[1]?.length ?? 0) + (y[1]?.length ?? 0);
  const digits = (BigInt(x[0] + (x[1] ?? "")) * BigInt(y[0] + (y[1] ?? ""))).toString().padStart(decimals + 1, "0");
  return decimals ? `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}` : digits;
}
