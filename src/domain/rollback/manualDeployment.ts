import type { Deployment } from "../versions.js";

/**
 * Returns whether the champion was deployed by hand, and whether it is pinned; undefined if a training deployed it. A
 * removed pin does not count: a version that a training deployed was never rolled back to.
 *
 * @param deployments - of one model, oldest first.
 */
export function manualDeploymentOf(deployments: readonly Deployment[]): { readonly pinned: boolean } | undefined {
  const champion = deployments.at(-1);
  if (champion === undefined) return undefined;
  if (champion.pinned) return { pinned: true };
  const beneath = deployments.findLast(({ version, cause }) => version !== champion.version || cause !== "pin");
  const cause = beneath?.version === champion.version ? beneath.cause : undefined;
  return cause === "rollback" ? { pinned: false } : undefined;
}
