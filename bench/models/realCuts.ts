import { MODEL_NAMES, MODELS, type ModelName } from "../../src/domain/models.js";
import type { Scores } from "../../src/domain/scores.js";
import { runPeer } from "../support/realData.js";
import { realExamples } from "../support/realExamples.js";
import type { Target } from "../support/targets.js";
import { meanWithin, scoredAfter } from "./trained.js";

const CUTS = [0.6, 0.7, 0.8, 0.9];
const WORST_LOSS = 0.03;
const AS_BASELINE = 1.05;

/** Scores of mltrain and of the scikit-learn job for a model after one cut of one tenant's labels. */
interface Compared {
  readonly tenant: number;
  readonly model: ModelName;
  readonly ours: Readonly<Record<string, number>>;
  readonly peer: Readonly<Record<string, number>>;
}

/** Trains each tenant's models on the older 60, 70, 80 and 90 % of the labels, and scores them on the rest, beside the scikit-learn job. */
export async function realCuts(database: string, peer: string, tenants: readonly number[]): Promise<Target[]> {
  const compared: Compared[] = [];
  const peerScores = await peerAtCuts(peer, database, tenants);
  for await (const { tenant, model, examples } of realExamples(database, tenants)) {
    for (const cut of CUTS) {
      const theirs = peerScores.get(placeOf(tenant, cut))?.get(model);
      if (theirs === undefined || "skipped" in theirs) continue;
      const values = scoredAfter(model, examples, Math.floor(cut * examples.count));
      const one = { tenant, model, ours: figuresOf(model, values), peer: peerFigures(model, theirs) };
      compared.push(one);
      console.log(JSON.stringify({ table: "real tenants", cut, ...one }));
    }
  }
  return MODEL_NAMES.flatMap((model) =>
    targetsOf(
      model,
      compared.filter((one) => one.model === model),
    ),
  );
}

type PeerScores = Awaited<ReturnType<typeof runPeer>>["scores"];

/** By tenant and cut. */
async function peerAtCuts(
  peer: string,
  database: string,
  tenants: readonly number[],
): Promise<ReadonlyMap<string, PeerScores>> {
  const found = new Map<string, PeerScores>();
  for (const tenant of tenants) {
    for (const cut of CUTS) found.set(placeOf(tenant, cut), (await runPeer(peer, database, tenant, cut)).scores);
  }
  return found;
}

function placeOf(tenant: number, cut: number): string {
  return `${String(tenant)} at ${String(cut)}`;
}

function figuresOf(model: ModelName, values: Scores["values"]): Record<string, number> {
  const ratio = (name: "mae" | "brierLoss"): number => (values[name]?.value ?? NaN) / (values[name]?.baseline ?? NaN);
  if (MODELS[model].task === "classification") {
    return { rocAuc: values.rocAuc?.value ?? NaN, f1: values.f1?.value ?? NaN, lossRatio: ratio("brierLoss") };
  }
  const step = model === "story_points" ? { withinOneStep: values.withinOneStep?.value ?? NaN } : {};
  return { lossRatio: ratio("mae"), r2: values.r2?.value ?? NaN, ...step };
}

function peerFigures(model: ModelName, scores: Readonly<Record<string, unknown>>): Record<string, number> {
  const figure = (name: string): number => Number(scores[name]);
  if (MODELS[model].task === "classification") {
    return { rocAuc: figure("auc"), f1: figure("f1"), lossRatio: figure("brier") / figure("brier_base_rate") };
  }
  const step = model === "story_points" ? { withinOneStep: figure("within_one_step") } : {};
  return { lossRatio: figure("mae_ratio"), r2: figure("r2"), ...step };
}

function targetsOf(model: ModelName, compared: readonly Compared[]): Target[] {
  if (compared.length === 0) return [];
  const against = (name: string, sign: 1 | -1): Target => {
    const ours = meanWithin(compared.map((one) => one.ours[name] ?? NaN)).mean;
    const peer = meanWithin(compared.map((one) => one.peer[name] ?? NaN)).mean;
    const gains = compared.map((one) => sign * ((one.ours[name] ?? NaN) - (one.peer[name] ?? NaN)));
    const { mean, within } = meanWithin(gains);
    return {
      name: `${model}: mean ${name} over ${String(compared.length)} cuts, and its gain on the peer's ${peer.toFixed(3)}`,
      figure: `${ours.toFixed(3)}, ${mean.toFixed(3)} ± ${within.toFixed(3)}`,
      target: `gain ≥ 0, and a loss of ${String(WORST_LOSS)} excluded`,
      met: mean >= 0 && mean - within > -WORST_LOSS,
    };
  };
  const scores =
    MODELS[model].task === "classification" ? [against("rocAuc", 1), against("f1", 1)] : [against("lossRatio", -1)];
  const tenants = [...new Set(compared.map(({ tenant }) => tenant))].map((tenant) =>
    compared.filter((one) => one.tenant === tenant),
  );
  const worst = Math.max(...tenants.map((of) => meanWithin(of.map((one) => one.ours["lossRatio"] ?? NaN)).mean));
  const asBaseline = {
    name: `${model}: largest loss ÷ baseline of a tenant`,
    figure: worst,
    target: `≤ ${String(AS_BASELINE)}`,
  };
  return [
    ...scores,
    ...(model === "story_points" ? [against("withinOneStep", 1)] : []),
    { ...asBaseline, met: worst <= AS_BASELINE },
  ];
}
