import { typeahead } from "asset:typeahead.js";
