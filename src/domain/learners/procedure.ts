/**
 * The half-life of recency weights, as a share of the training rows: the weight of a label halves over these rows.
 * Null: equal weights.
 */
type HalfLife = number | null;

/** The value that a regression predicts: the label, or log(1 + label). */
export type Target = "raw" | "log";

export type LinearProcedure = {
  /** `ridge` minimises squared errors, `lad` absolute errors. */
  readonly learner: "ridge" | "lad";
  readonly target: Target;
  /** λ. Ridge minimises Σ error² + λ‖w‖²; LAD minimises Σ |error| + ½λ‖w‖². */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

export type LogisticProcedure = {
  readonly learner: "logistic";
  /** λ of Σ log loss + ½λ‖w‖². */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

export type BoostingProcedure = {
  readonly learner: "boosting";
  readonly loss: "squared" | "absolute" | "logistic";
  /** The logistic loss ignores it. */
  readonly target: Target;
  readonly trees: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly rowsOfLeaf: number;
  /** λ of λ‖leaf values‖². */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

/** A learner with its settings. */
export type SingleProcedure = LinearProcedure | LogisticProcedure | BoostingProcedure;

/** A candidate of validation. The refit repeats the chosen one. */
export type Procedure =
  | { readonly learner: "baseline" }
  | SingleProcedure
  /** The mean of the predictions of its parts. */
  | { readonly learner: "ensemble"; readonly parts: readonly SingleProcedure[] };

/** Describes a procedure in words, for reports. */
export function describeProcedure(procedure: Procedure): string {
  switch (procedure.learner) {
    case "baseline":
      return "baseline";
    case "ensemble":
      return `ensemble of ${procedure.parts.map(describeProcedure).join(" and ")}`;
    case "ridge":
      return `ridge regression (${linearSettings(procedure)})`;
    case "lad":
      return `L1 (LAD) regression (${linearSettings(procedure)})`;
    case "logistic":
      return `logistic regression (penalty ${String(procedure.penalty)}${recency(procedure)})`;
    case "boosting":
      return `boosted trees (${String(procedure.trees)} trees, ${String(procedure.leaves)} leaves${recency(procedure)})`;
  }
}

/** Returns the settings of a procedure as names and values. Those of an ensemble are its parts in words. */
export function hyperparametersOf(procedure: Procedure): Readonly<Record<string, string | number | boolean>> {
  if (procedure.learner === "ensemble")
    return { learner: "ensemble", parts: procedure.parts.map(describeProcedure).join("; ") };
  return Object.fromEntries(
    Object.entries(procedure).filter((entry): entry is [string, string | number] => entry[1] !== null),
  );
}

function linearSettings(procedure: LinearProcedure): string {
  const target = procedure.target === "log" ? "log label" : "label";
  return `${target}, penalty ${String(procedure.penalty)}${recency(procedure)}`;
}

function recency({ halfLife }: { readonly halfLife: HalfLife }): string {
  return halfLife === null ? "" : ", recency-weighted";
}
