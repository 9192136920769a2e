import type { TestDatabase } from "../databases/databases.js";

const COLUMNS = [
  "model",
  "version",
  "learner",
  "artefact",
  "artefact_hash",
  "fingerprint",
  "row_count",
  "trained_keys",
  "evidence",
];

/** Returns what distinguishes two trainings of tenant 1, by model and version: artefact bytes and trained keys. */
export function madeVersions({ knex }: TestDatabase): Promise<Record<string, unknown>[]> {
  const query = knex("ml_models").where("tenant_id", 1).orderBy(["model", "version"]);
  return query.select<Record<string, unknown>[]>(COLUMNS);
}
