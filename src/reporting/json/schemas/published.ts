import * as z from "zod";
import { cardDocument } from "./card.js";
import { assessDocument, errorDocument, evaluateDocument, rollbackDocument } from "./commands.js";
import { doctorDocument, doctorSqlDocument } from "./doctor.js";
import { importDocument, migrateDocument, statusDocument } from "./records.js";
import { predictDocument } from "./predict.js";
import { replayDocument } from "./replay.js";
import { jobEnsureDocument, jobRunDocument, trainDocument } from "./training.js";

/** Every document of --json, by the name of its schema file. */
export const DOCUMENTS = {
  assess: assessDocument,
  train: trainDocument,
  evaluate: evaluateDocument,
  predict: predictDocument,
  rollback: rollbackDocument,
  "job-ensure": jobEnsureDocument,
  "job-run": jobRunDocument,
  status: statusDocument,
  "status-version": cardDocument,
  replay: replayDocument,
  import: importDocument,
  migrate: migrateDocument,
  doctor: doctorDocument,
  "doctor-sql": doctorSqlDocument,
  error: errorDocument,
} as const;
export type DocumentName = keyof typeof DOCUMENTS;

/** Returns the published JSON schema of a document. */
export function documentJsonSchema(name: DocumentName): object {
  const { $schema, ...schema } = z.toJSONSchema(DOCUMENTS[name], { reused: "ref" });
  return { $schema, title: titleOf(name), ...schema };
}

function titleOf(name: DocumentName): string {
  if (name === "error") return "mltrain --json, after an error";
  if (name === "status-version") return "mltrain status --version --json";
  if (name === "doctor-sql") return "mltrain doctor --sql --json";
  return `mltrain ${name.replace("-", " ")} --json`;
}
