// How people write numbers: the one definition, for the server (NumberReader) and the browser (numbers.js). What follows "export default" is JSON.
// The first rule that fits decides. "in": only where the form was printed in that language, "" where nobody knows. "asks": it can be read in two
// ways, so the person is asked. Groups: w, the whole part with its separators; f, the digits after the point.
export default {
  "minus": "^[-\\u2212] *",
  "plus": "^[+] *",
  "space": "[\\u00a0\\u202f\\u2009\\u2007]",
  "longest": 60,
  "rules": [
    { "in": "fr", "asks": true, "text": "^[1-9][0-9]{0,2}\\.[0-9]{3}$" },
    { "in": "", "asks": true, "text": "^[1-9][0-9]{0,2}[.,][0-9]{3}$" },
    { "in": "en", "text": "^(?<w>[1-9][0-9]{0,2},[0-9]{3})$" },
    { "text": "^(?<w>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)$" },
    { "text": "^(?=.*[0-9])(?<w>(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)?)[.,](?<f>[0-9]*)$" },
    { "text": "^(?<w>[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]{1,3}(?:\\.[0-9]{3}){2,})$" },
    { "text": "^(?<w>[0-9]{1,3}(?:,[0-9]{3})+)\\.(?<f>[0-9]*)$" },
    { "text": "^(?<w>[0-9]{1,3}(?:\\.[0-9]{3})+),(?<f>[0-9]*)$" }
  ]
};
