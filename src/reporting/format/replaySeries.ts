import type { ModelReplay } from "../../domain/replay/record.js";

/** One line of a plot: points of time (milliseconds since 1970) and running mean loss. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [time: number, loss: number])[];
}

/** Returns the lines to plot, the reference first, without lines that have no point. */
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

/** Returns the name of the reference, which retrains on every date with new labels. */
export function referenceName(everyDays: number): string {
  return everyDays === 1 ? "daily" : `every ${everyDays} days`;
}
