import type { ModelReplay } from "../../domain/replay/record.js";

/** Points of one line of a plot: time in milliseconds since 1970, and mean loss so far. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [time: number, loss: number])[];
}

/** The lines to plot of a replayed model, the reference first; lines without a point are left out. */
export function seriesOf({ times, policies, daily }: ModelReplay, everyDays: number): Series[] {
  const lines = [{ name: referenceName(everyDays), runningLoss: daily.runningLoss }].concat(
    policies.map(({ policy, runningLoss }) => ({ name: policy, runningLoss: [...runningLoss] })),
  );
  return lines
    .map(({ name, runningLoss }) => ({
      name,
      points: times.flatMap((time, i): [number, number][] => {
        const loss = runningLoss[i];
        return loss === undefined || !Number.isFinite(loss) ? [] : [[time, loss]];
      }),
    }))
    .filter(({ points }) => points.length > 0);
}

/** What retraining on every date with new labels is called. */
export function referenceName(everyDays: number): string {
  return everyDays === 1 ? "daily" : `every ${everyDays} days`;
}
