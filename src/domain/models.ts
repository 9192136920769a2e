/** The three models that every tenant has. */
export const MODEL_NAMES = ["story_points", "lead_time", "rework_risk"] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** What a relation of the platform holds; a config file can map each to another table or view. */
export const RELATION_NAMES = ["tenants", "work_items", "prs", "job_schedules"] as const;
export type RelationName = (typeof RELATION_NAMES)[number];

/** The score that a model's threshold speaks of: R² of the regressions, F1 of the classifier. */
export type HeadlineScore = "r2" | "f1";

/** What distinguishes one model from the others; everything else they share. */
export interface ModelDefinition {
  readonly name: ModelName;
  readonly task: "regression" | "classification";
  /** The relation whose rows are its examples. */
  readonly relation: "work_items" | "prs";
  readonly headline: HeadlineScore;
  /** Predictions are kept within this range: the range of the labels that are kept. */
  readonly labelRange: readonly [low: number, high: number];
  /** The thresholds of the triggers, where neither the config file nor the tenant sets another. */
  readonly thresholds: Thresholds;
}

/** The numbers behind the three triggers. */
export interface Thresholds {
  /** Headline score below which a model asks for retraining. */
  readonly minimumScore: number;
  /** New examples at which a model asks for retraining. */
  readonly minimumNewLabels: number;
  /** Days since the last training at which a model asks for retraining. */
  readonly maximumAgeDays: number;
}

export const MODELS: Readonly<Record<ModelName, ModelDefinition>> = {
  story_points: {
    name: "story_points",
    task: "regression",
    relation: "work_items",
    headline: "r2",
    labelRange: [0, 100],
    thresholds: { minimumScore: 0.7, minimumNewLabels: 50, maximumAgeDays: 30 },
  },
  lead_time: {
    name: "lead_time",
    task: "regression",
    relation: "work_items",
    headline: "r2",
    labelRange: [0, 365],
    thresholds: { minimumScore: 0.6, minimumNewLabels: 30, maximumAgeDays: 30 },
  },
  rework_risk: {
    name: "rework_risk",
    task: "classification",
    relation: "prs",
    headline: "f1",
    labelRange: [0, 1],
    thresholds: { minimumScore: 0.65, minimumNewLabels: 25, maximumAgeDays: 30 },
  },
};

/** `<model>_tenant_<id>_v<version>`: what a version is called in logs, reports and file names. */
export function versionName(model: ModelName, tenant: number, version: number): string {
  return `${model}_tenant_${String(tenant)}_v${String(version)}`;
}
