import { rowRange } from "../../learning/resampling/timeSplits.js";
import { takeRows } from "../../learning/takeRows.js";
import { predict } from "../prediction/predictor.js";
import { lossPerRow } from "../scoring/scoring.js";
import { historyOf, type History } from "./history.js";
import { PolicyRun, type ReplayedPolicy, type Served } from "./policyRun.js";
import type { ModelReplay, PolicyReplay } from "./record.js";
import { trainerOn, type Trainer, type TrainerOptions } from "./trainer.js";
import type { Prepared } from "../learners/preparedExamples.js";
import type { Steps } from "../steps.js";

/** Points of time at which the mean loss so far is shown. */
const COURSE_POINTS = 60;

export interface ReplayOptions extends TrainerOptions {
  readonly policies: readonly ReplayedPolicy[];
  /** Dates on which the policies are asked, ascending: milliseconds since 1970, UTC. */
  readonly dates: readonly number[];
  readonly maxTrainingRows: number;
}

/**
 * Plays policies over a tenant's own history of one model: on each date they see what was known then, and nothing later;
 * each row is scored by the version that served when it was to be predicted. Beside them stands the reference that
 * retrains on every date with new labels.
 *
 * A generator, so that its caller can look around between two dates.
 *
 * @param whole - every label known by the last date.
 */
export function* replay(whole: Prepared, options: ReplayOptions): Steps<ModelReplay> {
  const { dates, maxTrainingRows } = options;
  const history = historyOf(whole, maxTrainingRows);
  const trainer = trainerOn(history, options);
  const runs = options.policies.map((policy) => new PolicyRun(policy, history, trainer));
  const daily = new DailyRun(history, trainer);
  for (const at of dates) {
    for (const run of runs) run.step(at);
    daily.step(at);
    yield;
  }
  return summary(history, runs, daily, dates);
}

/** Retrains on every date with new labels, and serves what it trained: what a policy is held against. */
class DailyRun {
  readonly deployed: Served[] = [];
  trainings = 0;
  seconds = 0;
  #end = 0;

  constructor(
    private readonly history: History,
    private readonly trainer: Trainer,
  ) {}

  step(at: number): void {
    const end = this.history.countAt(at);
    if (end === this.#end) return;
    this.#end = end;
    const trained = this.trainer.alone(end);
    if (trained.outcome !== "trained") return;
    this.trainings++;
    this.seconds += trained.seconds;
    this.deployed.push({ from: at, artefact: trained.challenge.training.artefact });
  }
}

function summary(history: History, runs: readonly PolicyRun[], daily: DailyRun, dates: readonly number[]): ModelReplay {
  const last = dates.at(-1) ?? -Infinity;
  const labels = history.countAt(last);
  const dailyLosses = lossesOf(history, daily.deployed, labels);
  const losses = runs.map(({ deployed }) => lossesOf(history, deployed, labels));
  const isCommon = (row: number): boolean => [dailyLosses, ...losses].every((each) => !Number.isNaN(each[row]));
  const common = rowRange(0, labels).filter(isCommon);
  const times = courseTimes(dates);
  const courseOf = (each: Float64Array): (number | undefined)[] => runningLoss(history, each, common, times);
  const dailyCommon = meanOver(dailyLosses, common);
  const policies = runs.map((run, i): PolicyReplay => {
    const own = losses[i] ?? new Float64Array(0);
    const deployedRows = rowRange(0, labels).filter((row) => !Number.isNaN(own[row]));
    const commonLoss = meanOver(own, common);
    return {
      policy: run.policy.name,
      trainings: run.trainings,
      promotions: run.deployed.length,
      rows: deployedRows.length,
      loss: meanOver(own, deployedRows),
      commonLoss,
      regret: commonLoss === undefined || dailyCommon === undefined ? undefined : commonLoss - dailyCommon,
      runningLoss: courseOf(own),
      seconds: run.seconds,
    };
  });
  const dailyRows = rowRange(0, labels).filter((row) => !Number.isNaN(dailyLosses[row]));
  return {
    labels,
    steps: dates.length,
    commonRows: common.length,
    times,
    policies,
    daily: {
      trainings: daily.trainings,
      loss: meanOver(dailyLosses, dailyRows),
      commonLoss: dailyCommon,
      runningLoss: courseOf(dailyLosses),
      seconds: daily.seconds,
    },
  };
}

/** Loss of each of the first `labels` rows under the version that served when it was to be predicted; NaN under none. */
function lossesOf({ whole, model }: History, deployed: readonly Served[], labels: number): Float64Array {
  const { predictedAt, labels: known } = whole.examples;
  const losses = new Float64Array(labels).fill(NaN);
  const order = rowRange(0, labels).sort((a, b) => (predictedAt[a] ?? 0) - (predictedAt[b] ?? 0) || a - b);
  let next = 0;
  const until = (time: number): Int32Array => {
    const start = next;
    while (next < labels && (predictedAt[order[next] ?? 0] ?? 0) < time) next++;
    return order.subarray(start, next);
  };
  until(deployed[0]?.from ?? Infinity);
  deployed.forEach(({ artefact }, i) => {
    const rows = until(deployed[i + 1]?.from ?? Infinity);
    if (rows.length === 0) return;
    const own = takeRows(known, rows);
    const lost = lossPerRow(model, own, predict(artefact, whole, rows));
    rows.forEach((row, j) => (losses[row] = lost[j] ?? NaN));
  });
  return losses;
}

function courseTimes(dates: readonly number[]): number[] {
  const points = Math.min(COURSE_POINTS, dates.length);
  const at = (i: number): number => dates[Math.round(((i + 1) * dates.length) / points) - 1] ?? NaN;
  return Array.from({ length: points }, (_, i) => at(i));
}

/** Mean loss so far over the common rows whose label was known by each time. */
function runningLoss(history: History, losses: Float64Array, common: Int32Array, times: readonly number[]) {
  let sum = 0;
  let next = 0;
  return times.map((time) => {
    const end = history.countAt(time);
    for (; next < common.length && (common[next] ?? 0) < end; next++) sum += losses[common[next] ?? 0] ?? NaN;
    return next === 0 ? undefined : sum / next;
  });
}

function meanOver(values: Float64Array, rows: Int32Array): number | undefined {
  if (rows.length === 0) return undefined;
  return rows.reduce((sum, row) => sum + (values[row] ?? NaN), 0) / rows.length;
}
