import { seededRandom } from "../../src/learning/random.js";
import { allCells } from "./allCells.js";
import type { Batch, Counts } from "./simulation.js";

/* A process of the simulation: it receives batches, and answers each with the counts of its events. */

const [correlation] = process.argv.slice(2);
const cells = allCells(correlation === undefined ? undefined : Number(correlation));
/** More than the repetitions of any cell, so that no two repetitions share random numbers. */
const SEEDS_OF_A_CELL = 1_000_000;

process.on("message", (batch: Batch) => {
  void count(batch).then((counts) => process.send?.(counts));
});

async function count({ cell: index, from, to }: Batch): Promise<Counts> {
  const cell = cells[index];
  if (cell === undefined) throw new Error(`there is no cell ${String(index)}`);
  const counts: Record<string, number> = {};
  for (let repetition = from; repetition < to; repetition++) {
    const events = await cell.once(seededRandom(index * SEEDS_OF_A_CELL + repetition));
    for (const [event, happened] of Object.entries(events)) counts[event] = (counts[event] ?? 0) + Number(happened);
  }
  return counts;
}
