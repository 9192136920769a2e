import type { Deployment, Quarantine } from "../versions.js";

/** Why there is no version to roll back to. */
export type NothingToRollBackTo =
  /** No version was ever deployed. */
  | "no-version"
  /** Every version that served earlier must not serve again or equals one that must not, or there is none. */
  | "no-earlier-version";

/** The version to restore. A closed union: text, JSON and exit code all switch on `choice`. */
export type RollbackChoice =
  | { readonly choice: "roll-back"; readonly from: number; readonly to: number }
  | { readonly choice: "nothing"; readonly why: NothingToRollBackTo }
  | { readonly choice: "already-deployed"; readonly to: number }
  /** It never served: there is no such version. */
  | { readonly choice: "unknown-version"; readonly to: number }
  /** It must not serve again, or equals a version that must not; the quarantine says why, where there is one. */
  | { readonly choice: "refused"; readonly to: number; readonly quarantine: Quarantine | undefined };

export interface RollbackOptions {
  readonly to?: number | undefined;
  readonly artefactHashes?: ReadonlyMap<number, string>;
}

/**
 * Chooses the version to roll back to.
 *
 * The previous good version is the one that served last before the present one first served, is not in quarantine and
 * was never rolled away from. "First served" is what makes it repeatable: each rollback goes further back, whatever the
 * rollbacks before it appended to the log. After 1, 2, 3 a rollback gives 2, the next 1, the next nothing.
 *
 * A version whose artefact equals that of one which must not serve, or of the present one, is no way back either: it
 * would predict the same.
 *
 * @param deployments - of one model, oldest first.
 * @param quarantine - of the same model, in any order.
 * @param options - `to` asks for that version, also a newer one, instead of the previous good one; `artefactHashes`
 * by version tell which are equal; a version without one equals none.
 */
export function chooseRollbackTarget(
  deployments: readonly Deployment[],
  quarantine: readonly Quarantine[],
  { to, artefactHashes = new Map() }: RollbackOptions = {},
): RollbackChoice {
  const from = deployments.at(-1)?.version;
  if (from === undefined) return { choice: "nothing", why: "no-version" };
  const quarantineOf = (version: number): Quarantine | undefined =>
    quarantine.find((entry) => entry.version === version);
  const badVersions = versionsNotToServe(deployments, quarantine);
  const badHashes = new Set([...badVersions].flatMap((version) => artefactHashes.get(version) ?? []));
  const isBad = (version: number): boolean =>
    badVersions.has(version) || badHashes.has(artefactHashes.get(version) ?? "");

  if (to !== undefined) {
    if (to === from) return { choice: "already-deployed", to };
    if (!deployments.some(({ version }) => version === to)) return { choice: "unknown-version", to };
    if (isBad(to)) return { choice: "refused", to, quarantine: quarantineOf(to) };
    return { choice: "roll-back", from, to };
  }
  const firstServed = deployments.findIndex(({ version }) => version === from);
  const target = deployments.slice(0, firstServed).findLast(({ version }) => !isBad(version));
  if (target === undefined) return { choice: "nothing", why: "no-earlier-version" };
  return { choice: "roll-back", from, to: target.version };
}

/** Returns the versions that a rollback never restores: the champion, versions that were rolled back, and quarantined ones. */
export function versionsNotToServe(
  deployments: readonly Deployment[],
  quarantine: readonly Quarantine[],
): ReadonlySet<number> {
  const champion = deployments.at(-1)?.version;
  const left = deployments.flatMap(({ cause, version }, i) => {
    const before = deployments[i - 1]?.version;
    return cause === "rollback" && before !== undefined && before !== version ? [before] : [];
  });
  return new Set([...(champion === undefined ? [] : [champion]), ...left, ...quarantine.map(({ version }) => version)]);
}
