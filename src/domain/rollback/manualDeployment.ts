import type { Deployment } from "../versions.js";

/**
 * Whether what serves was put there by hand, and is pinned; undefined: a training put it there. A pin that was taken off
 * leaves what was beneath it: a version that a training put there was never rolled back to.
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
