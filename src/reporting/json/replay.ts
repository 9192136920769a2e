import type * as z from "zod";
import type { ModelReplay, PolicyReplay, ReplayedTraining } from "../../domain/replay/record.js";
import type { ReplayOutcome, ReplayResult } from "../../usecases/results/replayResult.js";
import { isoTime } from "../format/times.js";
import { drawFailure, drawModels, finite } from "./parts/parts.js";
import type { replayDocument as documentSchema } from "./schemas/replay.js";

type Document = z.infer<typeof documentSchema>;
type DrawnModel = NonNullable<Document["models"][keyof Document["models"]]>;
type DrawnPolicy = Extract<DrawnModel, { outcome: "replayed" }>["policies"][number];

export function replayDocument(result: ReplayResult): Document {
  const { tenant, from, to, everyDays, policies, exitCode, models } = result;
  return {
    schema: 2,
    command: "replay",
    tenant,
    from: from === undefined ? undefined : isoTime(from),
    to: isoTime(to),
    everyDays,
    policies: [...policies],
    exitCode,
    models: drawModels(models, drawOutcome),
  };
}

function drawOutcome(outcome: ReplayOutcome): DrawnModel {
  if (outcome.outcome === "failed") return drawFailure(outcome);
  const { labels, steps, commonRows, times, policies, daily } = outcome;
  return {
    outcome: "replayed",
    labels,
    steps,
    commonRows,
    times: times.map(isoTime),
    policies: policies.map(drawPolicy),
    daily: { trainings: daily.trainings, ...drawLosses(daily), seconds: daily.seconds },
  };
}

function drawPolicy(replayed: PolicyReplay): DrawnPolicy {
  const { policy, trainings, promotions, rows, regret, seconds } = replayed;
  return {
    policy,
    trainings: trainings.map(drawTraining),
    promotions,
    rows,
    ...drawLosses(replayed),
    regret: finite(regret),
    seconds,
  };
}

function drawLosses({ loss, commonLoss, runningLoss }: ModelReplay["daily"] | PolicyReplay) {
  return {
    loss: finite(loss),
    commonLoss: finite(commonLoss),
    runningLoss: runningLoss.map((mean) => finite(mean) ?? null),
  };
}

function drawTraining({ at, triggers, outcome, version, learner }: ReplayedTraining) {
  return { at: isoTime(at), triggers: [...triggers], outcome, version, learner };
}
