/** How old labels count: each weighs half as much as one that is newer by `halfLife` of the training rows; null: all alike. */
type HalfLife = number | null;

/** What a regression is fitted on: the label, or log(1 + label). */
export type Target = "raw" | "log";

export type LinearProcedure = {
  /** Squared errors, or absolute ones. */
  readonly learner: "ridge" | "lad";
  readonly target: Target;
  /** λ of λ‖w‖² beside the sum of the squared errors, or of ½λ‖w‖² beside that of the absolute ones. */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

export type LogisticProcedure = {
  readonly learner: "logistic";
  /** λ of ½λ‖w‖² beside the sum of the log losses. */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

export type BoostingProcedure = {
  readonly learner: "boosting";
  readonly loss: "squared" | "absolute" | "logistic";
  /** Ignored by the logistic loss. */
  readonly target: Target;
  readonly trees: number;
  readonly learningRate: number;
  readonly leaves: number;
  readonly rowsOfLeaf: number;
  /** λ of λ‖leaf values‖². */
  readonly penalty: number;
  readonly halfLife: HalfLife;
};

/** A way to make one learner out of examples. */
export type SingleProcedure = LinearProcedure | LogisticProcedure | BoostingProcedure;

/** What validation chooses between, and the refit repeats. */
export type Procedure =
  | { readonly learner: "baseline" }
  | SingleProcedure
  /** The mean of what its parts predict. */
  | { readonly learner: "ensemble"; readonly parts: readonly SingleProcedure[] };

/** A procedure in words, for reports. */
export function describeProcedure(procedure: Procedure): string {
  switch (procedure.learner) {
    case "baseline":
      return "baseline";
    case "ensemble":
      return `mean of ${procedure.parts.map(describeProcedure).join(" and ")}`;
    case "ridge":
      return `ridge on ${targetInWords(procedure.target)}, penalty ${String(procedure.penalty)}${recency(procedure)}`;
    case "lad": {
      const { target, penalty } = procedure;
      return `least absolute errors on ${targetInWords(target)}, penalty ${String(penalty)}${recency(procedure)}`;
    }
    case "logistic":
      return `logistic, penalty ${String(procedure.penalty)}${recency(procedure)}`;
    case "boosting":
      return `${String(procedure.trees)} boosted trees of ${String(procedure.leaves)} leaves${recency(procedure)}`;
  }
}

/** A procedure's settings as names and values; those of a blend are its parts in words. */
export function hyperparametersOf(procedure: Procedure): Readonly<Record<string, string | number | boolean>> {
  if (procedure.learner === "ensemble")
    return { learner: "ensemble", parts: procedure.parts.map(describeProcedure).join("; ") };
  return Object.fromEntries(
    Object.entries(procedure).filter((entry): entry is [string, string | number] => entry[1] !== null),
  );
}

function targetInWords(target: Target): string {
  return target === "log" ? "log label" : "label";
}

function recency({ halfLife }: { readonly halfLife: HalfLife }): string {
  return halfLife === null ? "" : `, newer labels weigh more`;
}
