import type { Deployment } from "../versions.js";
import type { Evaluation } from "../evaluation.js";

/**
 * Which comparison of a champion with the version that it replaced is due: 1, 2, 3 …; undefined: none. There is one for
 * each asking of the performance question, whoever asked it: an assessment asks as well, and compares nothing.
 *
 * @param evaluations - of the champion, oldest first, the present one included.
 * @param isEverAsked - whether the performance question can be asked of it; where it never is, each evaluation compares.
 */
export function comparisonDue(evaluations: readonly Evaluation[], isEverAsked: boolean): number | undefined {
  if (!isEverAsked) return Math.max(1, evaluations.length);
  const sequentialTests = evaluations.flatMap(({ sequentialTest }) => sequentialTest ?? []);
  const newest = sequentialTests.at(-1);
  if (newest === undefined || newest.compared !== undefined) return undefined;
  return 1 + Math.max(...sequentialTests.map(({ compared = 0 }) => compared));
}

/** Returns the newest evaluation with a sequential test, and its comparison. */
export function withComparison(evaluations: readonly Evaluation[], comparison: number): Evaluation | undefined {
  const asked = evaluations.findLast(({ sequentialTest }) => sequentialTest !== undefined);
  return asked?.sequentialTest && { ...asked, sequentialTest: { ...asked.sequentialTest, compared: comparison } };
}

/** Returns the version that the champion replaced. A pin does not count, since it replaces no version. */
export function versionReplaced(deployments: readonly Deployment[]): number | undefined {
  const champion = deployments.at(-1)?.version;
  return deployments.findLast(({ version }) => version !== champion)?.version;
}
