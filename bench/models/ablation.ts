import { proceduresFor } from "../../src/domain/learners/candidates.js";
import { FEATURE_PLANS } from "../../src/domain/features/featurePlan.js";
import type { Procedure, SingleProcedure } from "../../src/domain/learners/procedure.js";
import { MODELS, type ModelName } from "../../src/domain/models.js";
import type { TrainingPlan } from "../../src/domain/learners/preparedExamples.js";
import type { Examples } from "../../src/learning/examples.js";
import { realExamples, type TenantExamples } from "../support/realExamples.js";
import { publishedProjects, type PublishedProject } from "./publishedSplit.js";
import { meanWithin, scoredAfter } from "./trained.js";

const CUTS = [0.6, 0.7, 0.8, 0.9];

/** A training with one part left out or added. */
interface Variation {
  readonly name: string;
  readonly options: TrainingPlan;
  readonly withoutNumbers?: boolean;
}

/**
 * Measures what each learner and each family of features brings: the mean loss over the baseline's (and the ROC AUC of
 * rework risk) over all tenants and cuts, with everything, without each part, and with each retired part. Beside it
 * stands the mean absolute error on the published split of story points.
 */
export async function ablation(database: string, tenants: readonly number[], issuesFile: string): Promise<void> {
  const projects = await publishedProjects(issuesFile);
  const sets: TenantExamples[] = [];
  for await (const set of realExamples(database, tenants)) sets.push(set);
  for (const model of Object.keys(MODELS) as ModelName[]) {
    const own = sets.filter((set) => set.model === model);
    for (const variation of variationsOf(model)) {
      const scores = own.flatMap(({ examples }) => CUTS.map((cut) => scoresOf(model, examples, cut, variation)));
      const mean = (of: (score: (typeof scores)[number]) => number): number =>
        Number(meanWithin(scores.map(of)).mean.toFixed(4));
      const rocAuc = MODELS[model].task === "regression" ? {} : { rocAuc: mean((score) => score.rocAuc) };
      const published = model === "story_points" ? { publishedMae: publishedMae(projects, variation) } : {};
      const lossRatio = mean((score) => score.lossRatio);
      console.log(
        JSON.stringify({ table: "ablation", model, variation: variation.name, lossRatio, ...rocAuc, ...published }),
      );
    }
  }
}

function publishedMae(projects: readonly PublishedProject[], variation: Variation): number {
  const errors = projects.map(({ examples, cut }) => {
    const { mae } = scoredAfter("story_points", given(examples, variation), cut, variation.options);
    return mae?.value ?? NaN;
  });
  return Number(meanWithin(errors).mean.toFixed(3));
}

function given(examples: Examples, { withoutNumbers }: Variation): Examples {
  return withoutNumbers === true ? { ...examples, numbers: {} } : examples;
}

function scoresOf(model: ModelName, examples: Examples, cut: number, variation: Variation) {
  const { mae, brierLoss, rocAuc } = scoredAfter(
    model,
    given(examples, variation),
    Math.floor(cut * examples.count),
    variation.options,
  );
  const loss = mae ?? brierLoss;
  return { lossRatio: (loss?.value ?? NaN) / (loss?.baseline ?? NaN), rocAuc: rocAuc?.value ?? NaN };
}

function variationsOf(model: ModelName): Variation[] {
  const plan = FEATURE_PLANS[model];
  const people = (name: string): boolean => name === "assignee" || name === "author";
  const features: Variation[] = [
    { name: "without terms of texts", options: { plan: { ...plan, text: false } } },
    { name: "without numbers", options: {}, withoutNumbers: true },
    { name: "without categories", options: { plan: { ...plan, oneHot: [] } } },
    { name: "without history", options: { plan: { ...plan, history: [] } } },
    { name: "without newest of a category", options: { plan: { ...plan, newest: [] } } },
    {
      name: "without people",
      options: {
        plan: {
          ...plan,
          history: plan.history.filter((name) => !people(name)),
          newest: plan.newest.filter((name) => !people(name)),
        },
      },
    },
    {
      name: "with calendar",
      options: { plan: { ...plan, calendar: true, retired: { ...plan.retired, calendar: false } } },
    },
    {
      name: "with means of newest labels",
      options: { plan: { ...plan, recent: plan.retired.recent, retired: { ...plan.retired, recent: [] } } },
    },
  ];
  const isThere = ({ name }: Variation): boolean =>
    !(name.includes("texts") && !plan.text) && !(name.includes("newest of") && plan.newest.length === 0);
  return [{ name: "everything", options: {} }, ...learnersLeftOut(model), ...features.filter(isThere)];
}

function learnersLeftOut(model: ModelName): Variation[] {
  const all = proceduresFor(model, "all");
  const left = (name: string, keep: (part: SingleProcedure) => boolean): Variation => ({
    name: `without ${name}`,
    options: { procedures: without(all, keep) },
  });
  if (MODELS[model].task === "classification") {
    return [
      left("logistic", ({ learner }) => learner !== "logistic"),
      left("boosted trees", ({ learner }) => learner !== "boosting"),
    ];
  }
  return [
    left("ridge", ({ learner }) => learner !== "ridge"),
    left("L1 (LAD)", ({ learner }) => learner !== "lad"),
    left("recency weights", ({ halfLife }) => halfLife === null),
    left("equal weights", ({ halfLife }) => halfLife !== null),
    { name: "without ensembles", options: { procedures: all.filter(({ learner }) => learner !== "ensemble") } },
  ];
}

/** Returns each procedure of the kept parts once, and always the baseline. */
function without(procedures: readonly Procedure[], keep: (part: SingleProcedure) => boolean): Procedure[] {
  const kept = procedures.flatMap((procedure): Procedure[] => {
    if (procedure.learner === "baseline") return [procedure];
    const parts = (procedure.learner === "ensemble" ? procedure.parts : [procedure]).filter(keep);
    const [first] = parts;
    if (first === undefined) return [];
    return [parts.length === 1 ? first : { learner: "ensemble", parts }];
  });
  return [...new Map(kept.map((procedure) => [JSON.stringify(procedure), procedure])).values()];
}
