// An assessment as publicodes computes it: node publicodes.mjs lines.json seconds → {"total", "count", "milliseconds"} on standard output.
import { readFileSync } from 'node:fs'
import Engine from 'publicodes'

const [, , file, seconds] = process.argv
const lines = JSON.parse(readFileSync(file, 'utf8'))
const rules = {}
lines.forEach(({ quantity, factor }, i) => {
  rules[`ligne ${i}`] = { formule: 'quantité * facteur' }
  rules[`ligne ${i} . quantité`] = { valeur: quantity }
  rules[`ligne ${i} . facteur`] = { valeur: factor }
})
rules.total = { somme: lines.map((_, i) => `ligne ${i}`) }
const engine = new Engine(rules)
const total = engine.evaluate('total').nodeValue
// One answer changes, the total is asked for: what a form does. Reading the rules is not counted.
const once = (i) => engine.setSituation({ 'ligne 0 . quantité': lines[0].quantity + i }).evaluate('total').nodeValue
for (let i = 0; i < 20; i++) once(i)
const started = performance.now()
let count = 0
while (performance.now() - started < seconds * 1000) once(count++)
console.log(JSON.stringify({ total, count, milliseconds: performance.now() - started }))
