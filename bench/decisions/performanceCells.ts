import { MODELS, type ModelName } from "../../src/domain/models.js";
import {
  testPerformance,
  headlineStatistic,
  rowsForNextTest,
  type PreviousTest,
} from "../../src/domain/retraining/performance.js";
import type { ScoredRows } from "../../src/domain/scoring/scoredRows.js";
import type { Random } from "../../src/learning/random.js";
import { REPETITIONS, type Cell, type CellTarget } from "./cell.js";
import {
  balanced,
  drawClassifier,
  drawRegression,
  withLessPrecision,
  withLessRecall,
  type ClassifierWorld,
  type RegressionWorld,
} from "./simulatedRows.js";

/** A holdout of 1,000 labels: the newest 20 %. */
const HOLDOUT_ROWS = 200;
const LOOKS = [20, 30, 50, 100, 200];
/** A champion's life: a test every night, and one more label every night. */
const LIFE = { from: 20, to: 200 };

/** A champion, and how its score changes. */
interface Story {
  readonly name: string;
  readonly model: ModelName;
  readonly holdout: (random: Random, rows: number) => ScoredRows;
  readonly newRows: (random: Random, rows: number) => ScoredRows;
}

const regression = (name: string, before: RegressionWorld, after = before): Story => ({
  name,
  model: "story_points",
  holdout: (random, rows) => drawRegression(random, rows, before),
  newRows: (random, rows) => drawRegression(random, rows, after),
});

const classifier = (name: string, before: ClassifierWorld, after = before): Story => ({
  name,
  model: "rework_risk",
  holdout: (random, rows) => drawClassifier(random, rows, before),
  newRows: (random, rows) => drawClassifier(random, rows, after),
});

const R2_TARGET = MODELS.story_points.thresholds.minimumScore;
const F1_TARGET = MODELS.rework_risk.thresholds.minimumScore;

const ABOVE: readonly Story[] = [
  regression("R² 0.75, target 0.70", { r2: R2_TARGET + 0.05 }),
  classifier("F1 0.70, target 0.65", balanced(F1_TARGET + 0.05, 0.25)),
];
const NEVER_REACHED: readonly Story[] = [
  regression("R² 0.20, target 0.70", { r2: 0.2 }),
  classifier("F1 0.45, target 0.65", balanced(0.45, 0.25)),
];
const HARDER: readonly Story[] = [
  regression("R² 0.75, heavy tails", { r2: R2_TARGET + 0.05, heavyTails: true }),
  regression("R² 0.20, heavy tails", { r2: 0.2, heavyTails: true }),
  classifier("F1 0.70, prevalence 0.15", balanced(F1_TARGET + 0.05, 0.15)),
  classifier("F1 0.45, prevalence 0.15", balanced(0.45, 0.15)),
];
const GOOD = balanced(0.7, 0.25);

/** Measures how often an unchanged champion is called degraded, and how often a worse one is. */
export function performanceCells(): Cell[] {
  const looks = (stories: readonly Story[], table: string, limit?: number): Cell[] =>
    stories.flatMap((story) =>
      LOOKS.map((rows) =>
        look(table, story, rows, limit === undefined ? undefined : { event: "guarded", atMost: limit }),
      ),
    );
  return [
    ...looks(ABOVE, "false alarms per test, above the target", 0.05),
    ...looks(NEVER_REACHED, "false alarms per test, target never reached", 0.08),
    ...looks(HARDER, "false alarms per test, harder"),
    ...[...ABOVE, ...NEVER_REACHED].map((story) =>
      life("false alarms of a life, 20 to 200 rows, nightly", story, { event: "guarded", atMost: 0.12 }),
    ),
    ...HARDER.map((story) => life("false alarms of a life, harder", story)),
    ...detection(),
  ];
}

function detection(): Cell[] {
  const table = "detection by one test";
  const r2Fell = regression("R² 0.75 → 0.50", { r2: 0.75 }, { r2: 0.5 });
  const f1Fell = classifier("F1 0.70 → 0.50", GOOD, balanced(0.5, 0.25));
  const harder = [
    regression("R² 0.75 → 0.50, heavy tails", { r2: 0.75, heavyTails: true }, { r2: 0.5, heavyTails: true }),
    classifier("F1 0.70 → 0.50, all by recall", GOOD, withLessRecall(GOOD, 0.5)),
    classifier("F1 0.70 → 0.50, all by precision", GOOD, withLessPrecision(GOOD, 0.5)),
    classifier("F1 0.70 → 0.50, prevalence 0.15", balanced(0.7, 0.15), balanced(0.5, 0.15)),
  ];
  return [
    look(table, r2Fell, 100, { event: "guarded", atLeast: 0.8 }),
    look(table, f1Fell, 200, { event: "guarded", atLeast: 0.75 }),
    ...[100, 400].map((holdoutRows) => look(table, f1Fell, 200, undefined, holdoutRows)),
    look(table, harder[0] ?? r2Fell, 100),
    ...harder.slice(1).map((story) => look(table, story, 200)),
    ...[r2Fell, f1Fell].map((story) => life("detection within a life, 20 to 200 rows, nightly", story)),
  ];
}

/** One test on the given number of new labels. */
function look(table: string, story: Story, rows: number, target?: CellTarget, holdoutRows = HOLDOUT_ROWS): Cell {
  const suffix = holdoutRows === HOLDOUT_ROWS ? "" : `, holdout of ${String(holdoutRows)}`;
  return {
    table,
    name: `${story.name}, n = ${String(rows)}${suffix}`,
    repetitions: REPETITIONS,
    once: (random) => {
      const holdout = story.holdout(random, holdoutRows);
      const newRows = story.newRows(random, rows);
      return { guarded: ask(story, holdout, newRows)?.verdict === "degraded", classic: missesTarget(story, newRows) };
    },
    ...(target === undefined ? {} : { target }),
  };
}

/** Nightly tests, one more label a night. `level 0.05 at each test` does not divide by k. */
function life(table: string, story: Story, target?: CellTarget): Cell {
  return {
    table,
    name: story.name,
    repetitions: REPETITIONS,
    once: (random) => {
      const holdout = story.holdout(random, HOLDOUT_ROWS);
      const all = story.newRows(random, LIFE.to);
      const nights = Array.from({ length: LIFE.to - LIFE.from + 1 }, (_, i) => firstRows(all, LIFE.from + i));
      return {
        guarded: isEverDegraded(story, holdout, nights, (sequentialTest) => sequentialTest),
        "guarded, level 0.05 at each test": isEverDegraded(story, holdout, nights, () => 0),
        classic: nights.some((night) => missesTarget(story, night)),
      };
    },
    ...(target === undefined ? {} : { target }),
  };
}

/** @param counted - returns the number of earlier tests that the level is divided by. */
function isEverDegraded(
  story: Story,
  holdout: ScoredRows,
  nights: readonly ScoredRows[],
  counted: (sequentialTest: number) => number,
): boolean {
  let before: PreviousTest | undefined;
  for (const night of nights) {
    if (night.labels.length < rowsForNextTest(before)) continue;
    const sequentialTest = ask(story, holdout, night, before && { ...before, number: counted(before.number) });
    if (sequentialTest?.verdict === "degraded") return true;
    if (sequentialTest !== undefined) before = { number: 1 + (before?.number ?? 0), rows: sequentialTest.rows };
  }
  return false;
}

function ask({ model }: Story, holdout: ScoredRows, newRows: ScoredRows, before?: PreviousTest) {
  const answer = testPerformance({
    model,
    newRows,
    evidence: { holdout, mix: undefined },
    threshold: MODELS[model].thresholds.minimumScore,
    decisionThreshold: 0.5,
    before,
    seed: 1,
  });
  return answer.verdict === "insufficient" ? undefined : answer.sequentialTest;
}

/** The score that the classic policy uses. */
function missesTarget({ model }: Story, rows: ScoredRows): boolean {
  const unit = new Float64Array(rows.labels.length).fill(1);
  return headlineStatistic(model, rows, 0.5)(unit) < MODELS[model].thresholds.minimumScore;
}

function firstRows({ labels, predictions, delays }: ScoredRows, rows: number): ScoredRows {
  const first = (column: Float64Array): Float64Array => column.subarray(0, rows);
  return { labels: first(labels), predictions: first(predictions), delays: first(delays) };
}
