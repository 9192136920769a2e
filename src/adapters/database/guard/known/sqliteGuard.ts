import { Guard } from "../guard.js";
import { STATEMENTS } from "./sqlite.js";

/** Judges what is sent to SQLite files. */
export const sqliteGuard = new Guard("sqlite", STATEMENTS);
