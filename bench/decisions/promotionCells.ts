import { decidePromotion } from "../../src/domain/promotion/promotion.js";
import { REPETITIONS, type Cell, type CellTarget } from "./cell.js";
import { drawPairedErrors } from "./simulatedRows.js";

interface Pair {
  readonly name: string;
  readonly correlation: number;
  readonly heavyTails?: boolean;
}

/** The true ratio of the challenger's mean absolute error to the champion's. */
const WORSE = 1.15;
const EQUAL = 1;
const BETTER = 0.85;

/**
 * Measures how often a challenger is promoted.
 *
 * @param realCorrelation - correlation of the errors of champion and challenger on the real tenants; absent without the real data.
 */
export function promotionCells(realCorrelation: number | undefined): Cell[] {
  const normal: Pair = { name: "correlation 0.9", correlation: 0.9 };
  const others: Pair[] = [
    { name: "correlation 0.64", correlation: 0.64 },
    { name: "correlation 0.9, heavy tails", correlation: 0.9, heavyTails: true },
    { name: "correlation 0.64, heavy tails", correlation: 0.64, heavyTails: true },
  ];
  if (realCorrelation !== undefined) {
    const name = `correlation of the real tenants, ${realCorrelation.toFixed(3)}`;
    others.push({ name, correlation: realCorrelation });
  }
  return [normal, ...others].flatMap((pair) => {
    const targeted = (target: CellTarget): CellTarget | undefined => (pair === normal ? target : undefined);
    return [
      ...[30, 100].map((rows) =>
        cell(pair, "15 % worse", WORSE, rows, false, targeted({ event: "guarded", atMost: 0.02 })),
      ),
      cell(pair, "equal", EQUAL, 200, false, targeted({ event: "guarded", atLeast: 0.7 })),
      cell(pair, "equal", EQUAL, 50, false),
      cell(pair, "equal", EQUAL, 200, true),
      cell(pair, "15 % better", BETTER, 100, true, targeted({ event: "guarded", atLeast: 0.8 })),
      cell(pair, "15 % better", BETTER, 100, false),
    ];
  });
}

function cell(
  { name, ...pair }: Pair,
  what: string,
  scale: number,
  rows: number,
  degraded: boolean,
  target?: CellTarget,
): Cell {
  return {
    table: "challengers promoted",
    name: `${what}, ${degraded ? "degraded champion" : "age"}, n = ${String(rows)}, ${name}`,
    repetitions: REPETITIONS,
    once: (random) => {
      const { champion, challenger } = drawPairedErrors(random, rows, { ...pair, scale });
      const losses = { champion: champion.map(Math.abs), challenger: challenger.map(Math.abs) };
      const { verdict } = decidePromotion(losses, { degraded, seed: 1 });
      return {
        guarded: verdict === "promote",
        "lower mean loss": mean(losses.challenger) < mean(losses.champion),
        classic: true,
      };
    },
    ...(target === undefined ? {} : { target }),
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
