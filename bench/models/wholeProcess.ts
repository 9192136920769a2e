import { runPeer } from "../support/realData.js";
import { mustRunMltrain } from "../support/process.js";
import type { Target } from "../support/targets.js";

const TIMES = 3;
/** The tenant with the most work items. */
const LARGEST = 3;

/** Trains all three models as a whole process, refit and intervals included, beside the scikit-learn job on the same file; then without trees. */
export async function wholeProcess(database: string, peer: string, tenants: readonly number[]): Promise<Target[]> {
  const speedups: number[] = [];
  const linearSpeedups: number[] = [];
  const memories: number[] = [];
  let ofLargest = NaN;
  for (const tenant of tenants) {
    const ours = [];
    const linear = [];
    const theirs = [];
    for (let i = 0; i < TIMES; i++) {
      const train = ["train", "--force", "--dry-run", "--json", "--db", database, "--tenant", String(tenant)];
      ours.push(await mustRunMltrain(train));
      linear.push(await mustRunMltrain([...train, "--learners", "linear"]));
      theirs.push(await runPeer(peer, database, tenant));
    }
    const [ourSeconds, linearSeconds, peerSeconds] = [ours, linear, theirs].map(secondsOf) as [number, number, number];
    const speedup = peerSeconds / ourSeconds;
    const linearSpeedup = peerSeconds / linearSeconds;
    const memory =
      median(ours.map(({ peakMegabytes }) => peakMegabytes)) / median(theirs.map((run) => run.peakMegabytes));
    const times = { ourSeconds, linearSeconds, peerSeconds, speedup, linearSpeedup };
    console.log(JSON.stringify({ table: "whole process", tenant, ...times, memory }));
    speedups.push(speedup);
    linearSpeedups.push(linearSpeedup);
    memories.push(memory);
    if (tenant === LARGEST) ofLargest = speedup;
  }
  const largestMemory = Math.max(...memories);
  const typical = median(speedups);
  const typicalLinear = median(linearSpeedups);
  return [
    { name: "times faster than the peer, median over the tenants", figure: typical, target: "≥ 3", met: typical >= 3 },
    { name: "the same, only linear learners", figure: typicalLinear, target: "≥ 5", met: typicalLinear >= 5 },
    { name: "times faster on the largest tenant", figure: ofLargest, target: "≥ 1.5", met: ofLargest >= 1.5 },
    {
      name: "largest peak memory ÷ the peer's",
      figure: largestMemory,
      target: "≤ 0.5",
      met: largestMemory <= 0.5,
    },
  ];
}

function secondsOf(runs: readonly { readonly seconds: number }[]): number {
  return median(runs.map(({ seconds }) => seconds));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
