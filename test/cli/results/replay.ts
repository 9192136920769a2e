import type { ModelReplay, PolicyReplay } from "../../../src/domain/replay/record.js";
import type { ReplayResult } from "../../../src/usecases/results/replayResult.js";
import { AS_OF, DAY, failure } from "./parts.js";

const TIMES = Array.from({ length: 60 }, (_, i) => AS_OF - (59 - i) * 5 * DAY);

/** Returns losses from one value to another, without a loss before the first row. */
const runningLoss = (from: number, to: number) =>
  TIMES.map((_, i) => (i === 0 ? undefined : from + ((to - from) * i) / (TIMES.length - 1)));

const policyReplay = (others: Partial<PolicyReplay>): PolicyReplay => ({
  policy: "classic",
  trainings: [
    { at: AS_OF - 200 * DAY, triggers: ["never_trained"], outcome: "promoted", version: 1, learner: "ridge" },
    { at: AS_OF - 100 * DAY, triggers: ["volume", "age"], outcome: "promoted", version: 2, learner: "ridge" },
    { at: AS_OF - 50 * DAY, triggers: ["age"], outcome: "too-little-data" },
  ],
  promotions: 2,
  rows: 812,
  loss: 1.42,
  commonLoss: 1.4,
  regret: 0.02,
  runningLoss: runningLoss(1.9, 1.4),
  seconds: 12.34,
  ...others,
});

export const modelReplay: ModelReplay = {
  labels: 1234,
  steps: 300,
  commonRows: 780,
  times: TIMES,
  policies: [
    policyReplay({}),
    policyReplay({
      policy: "guarded",
      trainings: [],
      promotions: 1,
      runningLoss: runningLoss(1.8, 1.41),
      regret: 0.03,
    }),
    policyReplay({
      policy: "strict<&>.json",
      loss: undefined,
      commonLoss: undefined,
      regret: undefined,
      runningLoss: [],
    }),
  ],
  daily: { trainings: 290, loss: 1.41, commonLoss: 1.38, runningLoss: runningLoss(1.7, 1.38), seconds: 99.5 },
};

const nothing = { loss: undefined, commonLoss: undefined, runningLoss: [], seconds: 0 };
export const replayResult: ReplayResult = {
  tenant: 7,
  from: AS_OF - 300 * DAY,
  to: AS_OF,
  everyDays: 1,
  policies: ["classic", "guarded", "strict<&>.json"],
  models: {
    story_points: { outcome: "replayed", ...modelReplay },
    lead_time: failure,
    rework_risk: {
      outcome: "replayed",
      labels: 0,
      steps: 0,
      commonRows: 0,
      times: [],
      policies: [],
      daily: { trainings: 0, ...nothing },
    },
  },
  exitCode: 73,
};
