// Reads a number as the server will read it: the same rules, in the language the form was printed in.
import grammar from "asset:number-grammar.js";

const rules = grammar.rules.map(rule => ({ ...rule, text: new RegExp(rule.text) }));
const spaces = new RegExp(grammar.space, "g");
const [minus, plus] = [new RegExp(grammar.minus), new RegExp(grammar.plus)];

/**
 * The number as plain digits ("-1234.5"), or null where the server would refuse the text or ask what it means.
 * units: what may be written with the number, by every name.
 */
export function readNumber(typed, language, units = []) {
  let text = typed.trim().replace(spaces, " ");
  const negative = minus.test(text);
  text = text.replace(negative ? minus : plus, "");
  text = withoutUnit(text, units);
  if (text.length > grammar.longest) return null;
  const rule = rules.find(r => (r.in === undefined || r.in === language) && r.text.test(text));
  if (!rule || rule.asks) return null;
  const { w = "", f = "" } = rule.text.exec(text).groups;
  const whole = w.replace(/[^0-9]/g, "").replace(/^0+(?=.)/, "") || "0";
  const fraction = f.replace(/0+$/, "");
  if (whole.replace(/^0$/, "").length + fraction.length > 27) return null;
  return (negative && /[1-9]/.test(whole + fraction) ? "-" : "") + whole + (fraction ? `.${fraction}` : "");
}

function withoutUnit(text, units) {
  for (const unit of [...units].sort((a, b) => b.length - a.length)) {
    const same = part => part.toUpperCase() === unit.toUpperCase();
    const before = text.slice(0, -unit.length).trimEnd();
    if (same(text.slice(-unit.length)) && /[0-9]$/.test(before)) return before;
    if (!/^\p{L}/u.test(unit) && same(text.slice(0, unit.length))) return text.slice(unit.length).trimStart();
  }
  return text;
}
