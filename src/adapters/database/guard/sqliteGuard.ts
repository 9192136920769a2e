import { Guard } from "./guard.js";
import { STATEMENTS } from "./known/sqlite.js";

/** Judges what is sent to SQLite files. */
export const sqliteGuard = new Guard("sqlite", STATEMENTS);
