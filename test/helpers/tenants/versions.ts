import type { Deployment, DeploymentCause, Quarantine } from "../../../src/domain/versions.js";

const CAUSES: Readonly<Record<string, DeploymentCause>> = { r: "rollback", p: "pin" };

/** Returns a log of deployments: 3 is version 3 after a training, "2r" version 2 after a rollback, "1p" version 1 pinned. */
export function deploymentLog(...entries: readonly (number | string)[]): Deployment[] {
  return entries.map((entry, i) => ({
    model: "lead_time",
    seq: i + 1,
    version: parseInt(String(entry), 10),
    cause: CAUSES[String(entry).at(-1) ?? ""] ?? "train",
    reason: undefined,
    actor: "tester",
    run: `run-${String(i)}`,
    deployedAt: Date.UTC(2026, 0, i + 1),
    pinned: false,
  }));
}

export const quarantineOf = (version: number): Quarantine => ({
  model: "lead_time",
  version,
  reason: "it predicted nonsense",
  actor: "tester",
  run: "run-q",
  quarantinedAt: Date.UTC(2026, 1, 1),
});
