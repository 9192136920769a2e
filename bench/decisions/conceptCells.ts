import { Readable } from "node:stream";
import { collectExamples } from "../../src/adapters/sources/collectExamples.js";
import type { SourceRow } from "../../src/adapters/sources/decodeRows.js";
import { challenge } from "../../src/domain/promotion/challenge.js";
import { MODELS, type ModelName } from "../../src/domain/models.js";
import { testPerformance } from "../../src/domain/retraining/performance.js";
import { prepare, type Prepared } from "../../src/domain/learners/preparedExamples.js";
import { historyOf } from "../../src/domain/replay/history.js";
import { scoredRows } from "../../src/domain/scoring/scoredRows.js";
import { trainModel, type Training } from "../../src/domain/training/training.js";
import type { Random } from "../../src/learning/random.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";
import { DAY, tenantPlan, type TenantPlan } from "../../fixtures/generate/tenantPlan.js";
import { pullRequests } from "../../fixtures/generate/pullRequests.js";
import { workItems } from "../../fixtures/generate/workItems.js";
import { REPETITIONS, type Cell } from "./cell.js";

const OLD_ROWS = 300;
const NEW_ROWS = 100;
/** The change hits all rows at once, so a row that spans it is left out. */
const CHANGE = tenantPlan().until - 120 * DAY;

/**
 * Simulates a tenant whose champion was trained on 300 rows. After its watermark every effect is reversed. With 100 new
 * rows the champion is tested and a challenger is trained, as the guarded policy does on volume, and again as it does
 * for a degraded champion.
 */
export function conceptCells(): Cell[] {
  return [
    cell("story_points", "opposite effects", { conceptChangeAt: CHANGE }, true),
    cell("rework_risk", "opposite effects", { conceptChangeAt: CHANGE }, true),
    cell("story_points", "nothing changed", {}),
    cell("rework_risk", "nothing changed", {}),
  ];
}

function cell(model: ModelName, name: string, plan: Partial<TenantPlan>, isTarget = false): Cell {
  return {
    table: "concept at the watermark, 300 old and 100 new rows",
    name: `${model}: ${name}`,
    repetitions: REPETITIONS,
    once: async (random) => {
      const history = historyOf(await drawTenant(model, plan, random), Infinity);
      const champion = trainModel(history.knownAt(OLD_ROWS).prepared, { seed: 1 });
      const degraded = isDegraded(history.whole, champion);
      const compared = {
        artefact: champion.artefact,
        watermark: history.whole.examples.labelKnownAt[OLD_ROWS - 1] ?? NaN,
        knows: () => false,
      };
      const isPromoted = (asDegraded: boolean): boolean =>
        challenge(history.whole, compared, { degraded: asDegraded, seed: 1, intervals: false }).decision?.verdict ===
        "promote";
      const asBetter = isPromoted(true);
      return {
        "guarded promotes": degraded ? asBetter : isPromoted(false),
        degraded,
        "promoted if it had to be better": asBetter,
        "the champion is the baseline": champion.artefact.learner.name === "baseline",
      };
    },
    ...(isTarget ? { target: { event: "guarded promotes", atLeast: 0.8 } } : {}),
  };
}

function isDegraded(whole: Prepared, { artefact, evidence }: Training): boolean {
  const { model, examples } = whole;
  const { verdict } = testPerformance({
    model,
    newRows: scoredRows(artefact, whole, rowRange(OLD_ROWS, examples.count)),
    evidence,
    threshold: MODELS[model].thresholds.minimumScore,
    decisionThreshold: artefact.decisionThreshold,
    before: undefined,
    seed: 1,
  });
  return verdict === "degraded";
}

/** Returns a generated tenant's newest 300 rows before the change, and its first 100 after it. */
async function drawTenant(model: ModelName, plan: Partial<TenantPlan>, random: Random): Promise<Prepared> {
  const { relation } = MODELS[model];
  const full = tenantPlan({ ...plan, seed: random.bits(), workItems: 900, pullRequests: 900, days: 600 });
  const [rows, begun, labelTime] =
    relation === "prs"
      ? ([pullRequests(full), "pr_created_at", "merged_at"] as const)
      : ([workItems(full), "created", "work_last_completed_at"] as const);
  const before: SourceRow[] = [];
  const after: SourceRow[] = [];
  for (const row of rows as Iterable<SourceRow>) {
    if (timeOf(row[labelTime]) <= CHANGE) before.push(row);
    else if (timeOf(row[begun]) > CHANGE) after.push(row);
  }
  const times = { after: undefined, until: full.until };
  const collecting = { model, withText: true, labelTime, times, maximum: Infinity };
  const collected = await collectExamples(Readable.from([...before, ...after]), collecting);
  const all = prepare(model, collected.examples);
  const known = historyOf(all, Infinity).countAt(CHANGE);
  const end = known + NEW_ROWS;
  if (known < OLD_ROWS || all.examples.count < end) throw new Error("the generated tenant is too small");
  return historyOf(all, OLD_ROWS + NEW_ROWS).knownAt(end).prepared;
}

function timeOf(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) : Infinity;
}
