import { x } from "asset:nowhere.js";
