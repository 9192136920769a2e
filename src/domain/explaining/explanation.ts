import type { Design } from "../../learning/matrices.js";
import type { Artefact, SingleLearner } from "../artefact.js";
import { contributionsOf } from "./contributions.js";
import type { FeatureGroup } from "../features/featureGroups.js";
import type { Prepared } from "../learners/preparedExamples.js";
import { designOf } from "../learners/trainingDesign.js";
import type { TermWords } from "./termWords.js";

/** The contribution of a feature group or a term to the raw score of a row, compared with an average row. */
export interface Contribution extends FeatureGroup {
  /** The row's value: a number in its own unit, a category or a person. Absent if it is not known. */
  readonly value?: string | number;
  /** The row's words and pairs of words; only for terms. */
  readonly words?: readonly string[];
  /** On the scale of the raw score. A positive weight raises the prediction. */
  readonly weight: number;
}

/** The scale of raw scores: the label, log(1 + label), or log odds. Null: there is no raw score. */
export type ScoreScale = "label" | "log" | "log-odds" | null;

export function scoreScale({ learner }: Artefact): ScoreScale {
  switch (learner.name) {
    case "baseline":
      return null;
    case "ensemble":
      return scaleOf(learner.parts[0]);
    case "ridge":
    case "lad":
    case "logistic":
    case "boosting":
      return scaleOf(learner);
  }
}

function scaleOf(part: SingleLearner | undefined): ScoreScale {
  if (part === undefined) return null;
  if (part.name === "logistic" || (part.name === "boosting" && part.fit.loss === "logistic")) return "log-odds";
  return part.target === "log" ? "log" : "label";
}

/** Explains the predictions of rows. */
export interface Explainer {
  /**
   * Returns the largest contributions of row i, by absolute weight. Ties are in order of the features.
   *
   * @param maximum - the maximum number of contributions.
   */
  largest(i: number, maximum: number, words?: TermWords): Contribution[];
}

/**
 * Returns all contributions to the prediction of a row, the largest first, with one entry per term; see
 * {@link contributionsOf}. The baseline has none.
 *
 * @param row - row number of the prepared examples.
 */
export function explain(artefact: Artefact, prepared: Prepared, row: number, words?: TermWords): Contribution[] {
  const rows = Int32Array.of(row);
  const explainer = explainerOf(artefact, prepared, rows, designOf(artefact.encoding, prepared, rows));
  return explainer.largest(0, Infinity, words);
}

/**
 * Creates an explainer for the given rows.
 *
 * @param rows - row numbers of the prepared examples.
 * @param design - the rows, encoded with the artefact's encoding.
 */
export function explainerOf(artefact: Artefact, prepared: Prepared, rows: Int32Array, design: Design): Explainer {
  const contributions = contributionsOf(artefact, design);
  if (contributions === undefined) return { largest: () => [] };
  const { groups } = contributions;
  const { sparse } = design;
  return {
    largest: (i, maximum, words) => {
      const sums = contributions.ofGroups(i);
      const top = new LargestWeights(maximum);
      for (let group = 0; group < groups.length; group++) top.offer(group, sums[group] ?? 0);
      for (let k = sparse?.starts[i] ?? 0; k < (sparse?.starts[i + 1] ?? 0); k++) {
        const column = sparse?.columns[k] ?? 0;
        top.offer(groups.length + column, contributions.ofTerm(k));
      }
      return top.ids.map((id, rank): Contribution => {
        const weight = top.weights[rank] ?? NaN;
        const group = groups[id];
        if (group === undefined) {
          return { kind: "term", name: "text", words: words?.get(id - groups.length) ?? [], weight };
        }
        const { kind, name } = group;
        const value = valueOf(group, prepared, rows[i] ?? -1);
        return value === undefined ? { kind, name, weight } : { kind, name, value, weight };
      });
    },
  };
}

/** Collects the ids with the largest absolute weights. Ignores weights of 0. */
class LargestWeights {
  readonly ids: number[] = [];
  readonly weights: number[] = [];

  constructor(private readonly maximum: number) {}

  offer(id: number, weight: number): void {
    const size = Math.abs(weight);
    const last = this.weights.length - 1;
    if (size === 0 || (this.weights.length >= this.maximum && size <= Math.abs(this.weights[last] ?? 0))) return;
    let place = this.weights.length;
    while (place > 0 && Math.abs(this.weights[place - 1] ?? 0) < size) place--;
    this.ids.splice(place, 0, id);
    this.weights.splice(place, 0, weight);
    if (this.ids.length <= this.maximum) return;
    this.ids.pop();
    this.weights.pop();
  }
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const WEEKDAYS = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/** Returns the row's value for the group; undefined if it is not known, or if the group has no single value. */
function valueOf({ kind, name }: FeatureGroup, { examples }: Prepared, row: number): string | number | undefined {
  switch (kind) {
    case "number": {
      const value = examples.numbers[name]?.[row] ?? NaN;
      return Number.isNaN(value) ? undefined : value;
    }
    case "category":
    case "history": {
      const column = examples.categories[name];
      return column?.names[column.codes[row] ?? -1];
    }
    case "calendar": {
      const time = examples.predictedAt[row] ?? NaN;
      if (name === "hour") return Math.floor((time % DAY) / HOUR);
      return name === "weekday" ? WEEKDAYS[Math.floor(time / DAY) % 7] : undefined;
    }
    case "recent":
    case "feature":
    case "term":
      return undefined;
  }
}
