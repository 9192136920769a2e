import { encodeArtefact } from "../../src/adapters/registry/artefacts/artefactCodec.js";
import { proceduresFor } from "../../src/domain/learners/candidates.js";
import { fitProcedure } from "../../src/domain/training/fitting.js";
import { trainingDesign } from "../../src/domain/learners/trainingDesign.js";
import type { ModelName } from "../../src/domain/models.js";
import { prepare, type Prepared } from "../../src/domain/learners/preparedExamples.js";
import { trainModel } from "../../src/domain/training/training.js";
import { rowRange } from "../../src/learning/resampling/timeSplits.js";
import { wildExamples } from "../../test/helpers/rows/wildExamples.js";
import { realExamples } from "../support/realExamples.js";
import type { Target } from "../support/targets.js";

const MEBIBYTE = 1024 * 1024;
const WILD_ROWS = 160_000;
/** Lead times have the columns that story points have. */
const WILD_MODELS: readonly ModelName[] = ["story_points", "rework_risk"];

/**
 * Measures stored artefacts in bytes: of a training, and of its largest candidate; on real tenants, and on rows that
 * fill them as much as possible.
 */
export async function sizes(database: string, tenants: readonly number[]): Promise<Target[]> {
  const real: number[] = [];
  for await (const { tenant, model, examples } of realExamples(database, tenants)) {
    real.push(measure(`tenant ${String(tenant)}`, prepare(model, examples)));
  }
  const wild = WILD_MODELS.map((model) => measure("wild", prepare(model, wildExamples(model, WILD_ROWS))));
  return [target("of the real tenants", real), target(`of ${String(WILD_ROWS)} wild rows`, wild)];
}

/** Returns the larger of the recorded artefact and the largest candidate's. */
function measure(rows: string, prepared: Prepared): number {
  const { model, examples } = prepared;
  const { artefact, choice } = trainModel(prepared);
  const training = trainingDesign(prepared, rowRange(0, examples.count));
  const fitted = proceduresFor(model, "all").map((procedure) => fitProcedure(procedure, training, choice.outOfSample));
  const [bytes = NaN, ...others] = [artefact, ...fitted].map((each) => Buffer.byteLength(encodeArtefact(each).text));
  const largest = Math.max(bytes, ...others);
  console.log(
    JSON.stringify({
      table: "sizes",
      rows,
      model,
      count: examples.count,
      learner: artefact.learner.name,
      bytes,
      largest,
    }),
  );
  return largest;
}

function target(what: string, bytes: readonly number[]): Target {
  const largest = Math.max(...bytes);
  return {
    name: `bytes of the largest artefact ${what}`,
    figure: largest,
    target: "≤ 1 MiB",
    met: largest <= MEBIBYTE,
  };
}
