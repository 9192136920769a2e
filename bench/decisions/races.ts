import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseTenantId } from "../../src/domain/tenant.js";
import { EXIT } from "../../src/errors.js";
import type { Platform } from "../../src/usecases/ports/platform.js";
import { DEFAULT_UNTIL } from "../../fixtures/generate/tenantPlan.js";
import { nextMessage } from "../../test/helpers/tenants/contest.js";
import type { Target } from "../support/targets.js";
import { openQuietly, storeTenants } from "../support/platform.js";
import { RACED_MODEL, type Finish, type Heat } from "./heat.js";

/** Each tenant has a race for the first version, then one for the second. */
const TENANTS = 100;
const HEATS_OF_A_TENANT = 2;
const LEASE_SECONDS = 3600;

/** Lets two processes promote a version of the same model at once, 200 times. */
export async function races(kind: string, url: string): Promise<Target[]> {
  const ids = Array.from({ length: TENANTS }, (_, i) => i + 1);
  await storeTenants(
    url,
    ids.map((id) => ({ id, workItems: 60, pullRequests: 0, days: 120, withText: false })),
  );
  const platform = await openQuietly({ database: url }, () => DEFAULT_UNTIL);
  const racers = await Promise.all([startRacer(url), startRacer(url)]);
  let asPromised = 0;
  try {
    for (const id of ids) {
      for (let heat = 1; heat <= HEATS_OF_A_TENANT; heat++) {
        const finishes = await raceOnce(platform, racers, id);
        const said = await isAsPromised(platform, id, heat, finishes);
        if (said === undefined) asPromised++;
        else console.log(JSON.stringify({ table: "races", database: kind, tenant: id, heat, said, finishes }));
      }
    }
  } finally {
    for (const racer of racers) racer.send("end");
    await platform.close();
  }
  const heats = TENANTS * HEATS_OF_A_TENANT;
  return [
    {
      name: `two processes promoting at once on ${kind}: one won, the log has no gap or duplicate, the other run ends with try later`,
      figure: `${String(asPromised)} of ${String(heats)}`,
      target: "all",
      met: asPromised === heats,
    },
  ];
}

async function startRacer(url: string): Promise<ChildProcess> {
  const racer = fork(fileURLToPath(new URL("racer.js", import.meta.url)), [url]);
  await nextMessage(racer);
  return racer;
}

async function raceOnce(platform: Platform, racers: readonly ChildProcess[], id: number): Promise<Finish[]> {
  const { leases } = platform.workspace(parseTenantId(String(id)));
  const lease = await leases.acquire("both", LEASE_SECONDS);
  const heat: Heat = { tenant: id, lease };
  const ready = racers.map(nextMessage);
  for (const racer of racers) racer.send(heat);
  const said = await Promise.all(ready);
  if (said.some((word) => word !== "ready")) throw new Error(`a racer did not start: ${JSON.stringify(said)}`);
  const finishes = racers.map(nextMessage);
  for (const racer of racers) racer.send("go");
  const finished = (await Promise.all(finishes)) as Finish[];
  await leases.release(lease);
  return finished;
}

/** Returns what is wrong; undefined if nothing is. */
async function isAsPromised(
  platform: Platform,
  id: number,
  heat: number,
  finishes: readonly Finish[],
): Promise<string | undefined> {
  const { registry, runs } = platform.workspace(parseTenantId(String(id)));
  const winner = finishes.find(({ outcome }) => outcome === "promoted");
  const loser = finishes.find(({ outcome }) => outcome !== "promoted");
  if (winner === undefined || loser === undefined) return "there is not one winner and one loser";
  if (winner.version !== heat || winner.exitCode !== EXIT.ok) return "the winner's version is not the next";
  const deployments = await registry.listDeployments(RACED_MODEL, Infinity);
  const versions = await registry.listVersions(RACED_MODEL, Infinity);
  const attempts = await registry.listAttempts(RACED_MODEL, Infinity, 10);
  const isCounted = (numbers: readonly number[]): boolean =>
    numbers.length === heat && numbers.every((number, i) => number === i + 1);
  if (!isCounted(deployments.map(({ seq }) => seq))) return "the log of deployments has a gap or a duplicate";
  if (!isCounted(versions.map(({ version }) => version))) return "the versions have a gap or a duplicate";
  if (!isCounted(attempts.map(({ seq }) => seq).reverse())) return "the attempts have a gap or a duplicate";
  if (loser.exitCode !== EXIT.tryLater) return "the loser was not told to try later";
  const recorded = (await runs.list(Infinity, 100)).find(({ run }) => run === loser.run);
  const text = JSON.stringify(recorded?.outcomes[RACED_MODEL] ?? {});
  return text.includes("another run deployed a version") ? undefined : `the loser's run says: ${text}`;
}
