import type {
  NewAttempt,
  NewDeployment,
  NewVersion,
  Promotion,
} from "../../../src/usecases/ports/tenant/modelRegistry.js";
import { baselineArtefact } from "./artefacts.js";

/** Returns a new version of lead_time. A test names only what matters to it. */
export const newVersion = (fields: Partial<NewVersion> = {}): NewVersion => ({
  model: "lead_time",
  artefact: baselineArtefact(2.5),
  trainedKeys: ["00112233445566ff", "8000000000000000"],
  learner: "baseline",
  hyperparameters: { learner: "baseline", penalty: 0.5, log: false },
  featureSchema: ["logLength", "type = Bug „ü“"],
  holdout: {
    rows: 40,
    values: { r2: { value: undefined, baseline: undefined }, mae: { value: 1 / 3, baseline: 2.25 } },
  },
  watermark: Date.UTC(2026, 0, 31, 23, 59, 59, 999),
  rows: 200,
  fingerprint: "f".repeat(64),
  seed: 4_294_967_295,
  codeVersion: "0.1.0",
  run: "run-1",
  trainedAt: Date.UTC(2026, 1, 1),
  evidence: { holdout: undefined, mix: undefined },
  ...fields,
});

/** The first deployment after a training, or the one after `fields.replaces`. */
export const newDeployment = (
  fields: Partial<Omit<NewDeployment, "version">> = {},
): Omit<NewDeployment, "version"> => ({
  model: "lead_time",
  cause: "train",
  reason: "never_trained",
  actor: "tester",
  run: "run-1",
  deployedAt: Date.UTC(2026, 1, 1),
  replaces: undefined,
  ...fields,
});

/** An attempt to train lead_time. */
export const newAttempt = (fields: Partial<NewAttempt> = {}): NewAttempt => ({
  model: "lead_time",
  attemptedAt: Date.UTC(2026, 1, 1),
  run: "run-1",
  triggers: ["never_trained"],
  outcome: "promoted",
  reason: undefined,
  fingerprint: "f".repeat(64),
  watermark: Date.UTC(2026, 0, 31, 23, 59, 59, 999),
  rows: 200,
  ...fields,
});

/** Returns a version with its deployment and its attempt. */
export function newPromotion(
  version: NewVersion = newVersion(),
  deployment: Promotion["deployment"] = newDeployment(),
): Promotion {
  const { model, run, watermark, rows, fingerprint } = version;
  const { deployedAt: attemptedAt } = deployment;
  return { version, deployment, attempt: newAttempt({ model, run, attemptedAt, watermark, rows, fingerprint }) };
}
