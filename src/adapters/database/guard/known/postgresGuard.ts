import { Guard } from "../guard.js";
import { STATEMENTS } from "./postgres.js";

/** Judges what is sent to Postgres servers. */
export const postgresGuard = new Guard("postgres", STATEMENTS);
