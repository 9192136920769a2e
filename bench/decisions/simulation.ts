import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { nextMessage } from "../../test/helpers/tenants/contest.js";
import type { Target } from "../support/targets.js";
import { allCells } from "./allCells.js";
import type { Cell, CellTarget, Shares } from "./cell.js";

/** A batch of repetitions of one cell for one process. */
export interface Batch {
  readonly cell: number;
  readonly from: number;
  readonly to: number;
}

/** Counts of each event in a batch. */
export type Counts = Readonly<Record<string, number>>;

const REPETITIONS_OF_A_BATCH = 50;

/**
 * Repeats every cell's experiment in one process per processor, and prints a line of JSON per cell.
 * A repetition's random numbers depend on its cell and its number alone, so the figures do not depend on the machine.
 *
 * @returns the cells' targets.
 */
export async function simulate(realCorrelation: number | undefined): Promise<Target[]> {
  const cells = allCells(realCorrelation);
  const batches = cells.flatMap(batchesOf);
  const counts = cells.map((): Record<string, number> => ({}));
  const finished = cells.map(() => 0);
  const queue = batches.values();
  const workers = Array.from({ length: availableParallelism() }, () => startWorker(realCorrelation));
  await Promise.all(
    workers.map(async (worker) => {
      for (const batch of queue) {
        const counted = await worker.count(batch);
        const sums = counts[batch.cell] ?? {};
        for (const [event, count] of Object.entries(counted)) sums[event] = (sums[event] ?? 0) + count;
        finished[batch.cell] = (finished[batch.cell] ?? 0) + batch.to - batch.from;
        const cell = cells[batch.cell];
        if (cell !== undefined && finished[batch.cell] === cell.repetitions) print(cell, sharesOf(cell, sums));
      }
      worker.end();
    }),
  );
  return cells.flatMap((cell, i) => targetOf(cell, sharesOf(cell, counts[i] ?? {})));
}

function batchesOf({ repetitions }: Cell, cell: number): Batch[] {
  const batches = Math.ceil(repetitions / REPETITIONS_OF_A_BATCH);
  return Array.from({ length: batches }, (_, i) => ({
    cell,
    from: i * REPETITIONS_OF_A_BATCH,
    to: Math.min(repetitions, (i + 1) * REPETITIONS_OF_A_BATCH),
  }));
}

function startWorker(realCorrelation: number | undefined): {
  count: (batch: Batch) => Promise<Counts>;
  end: () => void;
} {
  const script = fileURLToPath(new URL("simulationWorker.js", import.meta.url));
  const child = fork(script, realCorrelation === undefined ? [] : [String(realCorrelation)]);
  return {
    count: async (batch) => {
      const counts = nextMessage(child);
      child.send(batch);
      return (await counts) as Counts;
    },
    end: () => {
      child.disconnect();
    },
  };
}

function sharesOf({ repetitions }: Cell, counts: Counts): Shares {
  return Object.fromEntries(Object.entries(counts).map(([event, count]) => [event, count / repetitions]));
}

function print({ table, name, repetitions }: Cell, shares: Shares): void {
  console.log(JSON.stringify({ table, name, repetitions, ...shares }));
}

function targetOf({ table, name, target }: Cell, shares: Shares): Target[] {
  if (target === undefined) return [];
  const figure = shares[target.event] ?? NaN;
  return [{ name: `${table}: ${name}`, figure: percent(figure), target: inWords(target), met: isMet(target, figure) }];
}

function isMet(target: CellTarget, figure: number): boolean {
  return "atMost" in target ? figure <= target.atMost : figure >= target.atLeast;
}

function inWords(target: CellTarget): string {
  return "atMost" in target ? `≤ ${percent(target.atMost)}` : `≥ ${percent(target.atLeast)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
