import { MODEL_NAMES, type ModelName } from "../../domain/models.js";
import { VERDICTS } from "../../domain/evaluation.js";
import type { SequentialTest, Bounded } from "../../domain/sequentialTest.js";
import type { Scores } from "../../domain/scores.js";
import type { Evaluation } from "../../domain/evaluation.js";
import type { NewRow, RawRow } from "../database/common/rows.js";
import type { TenantScope } from "../database/scope/tenantScope.js";
import { notLaterThan } from "./rows/asOf.js";
import { canonicalJson } from "./rows/canonicalJson.js";
import { cellsOf, optionalTimeCell, timeCell } from "../decoding/cells.js";
import { isScores, toScores } from "./rows/scoreCells.js";
import { isNumber, oneOf, optional, shapeOf } from "../decoding/shapes.js";

const EVALUATIONS = "ml_evaluations";
const KEY = ["tenant_id", "model", "evaluated_at", "version"] as const;

/** Oldest first; at most the newest `limit`; of one version if that is asked for. */
export async function listEvaluations(
  scope: TenantScope,
  model: ModelName,
  asOf: number,
  limit: number,
  version?: number,
): Promise<Evaluation[]> {
  const query = scope
    .from(EVALUATIONS)
    .where(version === undefined ? { model } : { model, version })
    .select("*")
    .limit(limit);
  const order = [
    { column: "evaluated_at", order: "desc" },
    { column: "version", order: "desc" },
  ];
  const rows = await scope.rows(notLaterThan(query.orderBy(order), "evaluated_at", asOf));
  return rows.map(toEvaluation).reverse();
}

/** The newest evaluation of the version at which the question whether it has got worse was asked. */
export async function findSequentialTest(
  scope: TenantScope,
  model: ModelName,
  version: number,
  asOf: number,
): Promise<Evaluation | undefined> {
  const query = scope.from(EVALUATIONS).where({ model, version }).whereNotNull("sequential_test").select("*").limit(1);
  const [row] = await scope.rows(notLaterThan(query.orderBy("evaluated_at", "desc"), "evaluated_at", asOf));
  return row === undefined ? undefined : toEvaluation(row);
}

/** Appends to the history; asked twice as of the same time, the version has one entry, the later one. */
export async function appendEvaluation(scope: TenantScope, evaluation: Evaluation): Promise<void> {
  const row = fromEvaluation(evaluation);
  await scope.upsert(EVALUATIONS, row, KEY, row);
}

/** Bounds that were kept without a level of their own are read as well. */
const isBounded = shapeOf<Bounded>({
  value: isNumber,
  level: optional(isNumber),
  lower: isNumber,
  upper: isNumber,
});
const isSequentialTest = shapeOf<SequentialTest>({
  number: isNumber,
  level: isNumber,
  rows: isNumber,
  threshold: isNumber,
  score: isBounded,
  difference: optional(isBounded),
  verdict: oneOf(["healthy", "degraded"]),
  compared: optional(isNumber),
});
const NO_SCORES: Scores = { rows: 0, values: {} };

function toEvaluation(row: RawRow): Evaluation {
  const cells = cellsOf(EVALUATIONS, row);
  const from = cells.optionalTime("window_from");
  const to = cells.optionalTime("window_to");
  const sequentialTest = toSequentialTest(cells.json("sequential_test", isSequentialTest));
  const threshold = cells.optionalNumber("threshold");
  return {
    model: cells.oneOf("model", MODEL_NAMES),
    version: cells.number("version"),
    evaluatedAt: cells.time("evaluated_at"),
    run: cells.text("run"),
    window: from === undefined || to === undefined ? undefined : { from, to },
    scores: toScores(cells.json("scores", isScores) ?? NO_SCORES),
    verdict: cells.oneOf("verdict", VERDICTS),
    ...(threshold === undefined ? {} : { threshold }),
    ...(sequentialTest === undefined ? {} : { sequentialTest }),
  };
}

/** Bounds that were kept without a level of their own have that of the asking. */
function toSequentialTest(kept: SequentialTest | undefined): SequentialTest | undefined {
  if (kept === undefined) return undefined;
  const withLevel = (bounded: Bounded): Bounded => ({
    ...bounded,
    level: (bounded as Partial<Bounded>).level ?? kept.level,
  });
  const { difference } = kept;
  return {
    ...kept,
    score: withLevel(kept.score),
    ...(difference === undefined ? {} : { difference: withLevel(difference) }),
  };
}

function fromEvaluation(evaluation: Evaluation): NewRow {
  const { model, version, evaluatedAt, run, window, scores, threshold, verdict, sequentialTest } = evaluation;
  return {
    model,
    version,
    evaluated_at: timeCell(evaluatedAt),
    run,
    window_from: optionalTimeCell(window?.from),
    window_to: optionalTimeCell(window?.to),
    scores: canonicalJson(scores),
    verdict,
    threshold: threshold ?? null,
    sequential_test: sequentialTest === undefined ? null : canonicalJson(sequentialTest),
  };
}
