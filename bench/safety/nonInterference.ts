import fc from "fast-check";
import { migrations } from "../../src/adapters/migrations/runner.js";
import { histories, setStage, type Seen } from "../../test/helpers/leaks/nonInterference.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

const SEED = 20_261_126;

/** Returns the first difference between two outputs; undefined if they are equal. */
function differenceOf(seen: Seen, alone: Seen): string | undefined {
  const at = seen.shown.findIndex((shown, i) => shown !== alone.shown[i]);
  if (at >= 0) return `what command ${String(at)} shows`;
  const table = Object.keys(alone.written).find(
    (name) => JSON.stringify(seen.written[name]) !== JSON.stringify(alone.written[name]),
  );
  return table === undefined ? undefined : `rows of ${table}`;
}

/**
 * Runs every command for one tenant while random changes happen to other tenants, and compares output, log and stored
 * rows with a run where the tenant is alone in the database.
 */
export async function nonInterference(
  kind: string,
  url: string,
  folder: string,
  count: number,
  seed = SEED,
): Promise<Target[]> {
  const database = await openAsOwner(url, { create: true });
  try {
    await migrations(database).up();
    const stage = await setStage(database, url, folder);
    const alone = await stage.live(undefined);
    let [differ, sing, events] = [0, 0, 0];
    for (const history of fc.sample(histories, { numRuns: count, seed })) {
      const seen = await stage.live(history);
      events += history.length;
      if (seen.sings) sing++;
      const difference = differenceOf(seen, alone);
      if (difference === undefined && !seen.sings) continue;
      if (difference !== undefined) differ++;
      console.log(JSON.stringify({ part: "non-interference", kind, difference, sings: seen.sings, history }));
    }
    console.log(JSON.stringify({ part: "non-interference", kind, histories: count, events, differ, sing }));
    const name = (what: string): string => `${kind}: ${what} in ${String(count)} histories of other tenants`;
    return [
      { name: name("outputs or artefacts that differ"), figure: differ, target: "0", met: differ === 0 },
      { name: name("sightings of the canary"), figure: sing, target: "0", met: sing === 0 },
    ];
  } finally {
    await database.close();
  }
}
