import { completionMix } from "../../src/domain/scoring/completionMix.js";
import { MODELS } from "../../src/domain/models.js";
import { testPerformance } from "../../src/domain/retraining/performance.js";
import type { ScoredRows, VersionEvidence } from "../../src/domain/scoring/scoredRows.js";
import type { Random } from "../../src/learning/random.js";
import { REPETITIONS, type Cell } from "./cell.js";

/** A lead time of which the features explain half. It is also the time that its label took. */
interface Item {
  readonly days: number;
  readonly predicted: number;
}

const HOLDOUT_ROWS = 200;
const TRAINED_ROWS = 1000;

/** The slowest 20 % of items, of which a backlog consists. */
const isSlow = ({ days }: Item): boolean => Math.log(days) > 1 + 0.8416 * Math.hypot(0.6, 0.6);
const isFast = ({ days }: Item): boolean => Math.log(days) < 1;

/**
 * Measures how often an unchanged champion is called degraded or improved because the mix of completed items changed.
 */
export function mixCells(): Cell[] {
  return [
    shifted("a backlog cleared in a week: 60 slow items beside 60 as usual", 60, 60, isSlow),
    shifted("a backlog cleared in a week: 100 slow items beside 20 as usual", 20, 100, isSlow),
    shifted("a backlog cleared in a week: 100 slow items and no other", 0, 100, isSlow),
    shifted("a bulk import: 150 fast items beside 50 as usual", 50, 150, isFast),
    shifted("a bulk import: 150 fast items and no other", 0, 150, isFast),
    { ...shifted("nothing has shifted: 120 as usual", 120, 0, isSlow), table: "unchanged completion mix" },
  ];
}

function shifted(name: string, usual: number, odd: number, isOdd: (item: Item) => boolean): Cell {
  return {
    table: "completion mix shifted",
    name,
    repetitions: REPETITIONS,
    target: { event: "false alarm or false improvement", atMost: 0.08 },
    once: (random) => {
      const trained = rowsOf(draw(random, TRAINED_ROWS));
      const evidence = { holdout: rowsOf(draw(random, HOLDOUT_ROWS)), mix: completionMix(trained.delays) };
      const newRows = rowsOf([...draw(random, usual), ...draw(random, odd, isOdd)]);
      const weighted = verdictOf(evidence, newRows);
      const unweighted = verdictOf({ ...evidence, mix: undefined }, newRows);
      return {
        "false alarm or false improvement": weighted.degraded || weighted.improved,
        "false alarm": weighted.degraded,
        "false improvement": weighted.improved,
        insufficient: weighted.insufficient,
        "without weights: false alarm": unweighted.degraded,
        "without weights: false improvement": unweighted.improved,
      };
    },
  };
}

function verdictOf(evidence: VersionEvidence, newRows: ScoredRows) {
  const threshold = MODELS.lead_time.thresholds.minimumScore;
  const answer = testPerformance({
    model: "lead_time",
    newRows,
    evidence,
    threshold,
    decisionThreshold: null,
    before: undefined,
    seed: 1,
  });
  if (answer.verdict === "insufficient") return { degraded: false, improved: false, insufficient: true };
  const { difference } = answer.sequentialTest;
  return {
    degraded: answer.verdict === "degraded",
    improved: difference !== undefined && difference.lower > 0,
    insufficient: false,
  };
}

function draw(random: Random, count: number, isWanted: (item: Item) => boolean = () => true): Item[] {
  const items: Item[] = [];
  while (items.length < count) {
    const told = 1 + 0.6 * random.normal();
    const item = { days: Math.exp(told + 0.6 * random.normal()), predicted: Math.exp(told) };
    if (isWanted(item)) items.push(item);
  }
  return items;
}

function rowsOf(items: readonly Item[]): ScoredRows {
  const days = Float64Array.from(items, (item) => item.days);
  return { labels: days, predictions: Float64Array.from(items, ({ predicted }) => predicted), delays: days };
}
