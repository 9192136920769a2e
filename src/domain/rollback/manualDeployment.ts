import type { Deployment } from "../versions.js";

/**
 * Whether what serves was put there by hand, and is pinned; undefined: a training put it there. A pin that was taken off
 * leaves what was beneath it: a version that a training put there was never rolled back to.
 *
 * @param deployments - of one model, oldest first.
 */
export function placementOf(deployments: readonly Deployment[]): { readonly pinned: boolean } | undefined {
  const serving = deployments.at(-1);
  if (serving === undefined) return undefined;
  if (serving.pinned) return { pinned: true };
  const beneath = deployments.findLast(({ version, cause }) => version !== serving.version || cause !== "pin");
  const cause = beneath?.version === serving.version ? beneath.cause : undefined;
  return cause === "rollback" ? { pinned: false } : undefined;
}
