import type { ModelCard } from "../../domain/modelCard/modelCard.js";
import { MODELS, type ModelName } from "../../domain/models.js";
import { CLASSIFICATION_SCORES, REGRESSION_SCORES } from "../../domain/scores.js";
import type { CardResult } from "../../usecases/modelCard.js";
import { limitText } from "../format/limitations.js";
import { count, counted, intervalText, measured, NONE, originOf, percent, within } from "../format/numbers.js";
import { featureName, UNITS } from "../format/reasons.js";
import { dayOf, minuteOf } from "../format/times.js";
import { headlineText, baselineText, SCORE_WORDS } from "../format/words.js";
import { list, plain, table } from "./markdown.js";

/** What each model predicts. */
const PREDICTS: Readonly<Record<ModelName, string>> = {
  story_points: "Story points of a work item, predicted as at its creation.",
  lead_time: "Lead time of a work item in days, predicted as at its creation.",
  rework_risk: "Probability that a pull request needs rework, predicted as at its opening.",
};

const MAXIMUM_FEATURES = 10;
/** The headline first. */
const SCORES = [...REGRESSION_SCORES, ...CLASSIFICATION_SCORES];

/** The model card of a version as Markdown. */
export function cardMarkdown({ asOf, name, card }: CardResult): string {
  const { model } = card.version;
  const sections: readonly (readonly [title: string, content: string | undefined])[] = [
    ["Data", data(card)],
    ["Scores", scores(card)],
    ["Calibration", calibration(card)],
    ["Intervals", intervals(card)],
    ["What weighs most", features(card)],
    ["Service", deploymentPeriods(card)],
    ["Evaluations since", evaluations(card)],
    ["Known limits", limits(card)],
    ["How it was made", made(card)],
  ];
  return `${[
    `# ${name}`,
    `${PREDICTS[model]} As of ${minuteOf(asOf)} UTC ${status(card)}.`,
    ...sections.flatMap(([title, content]) => (content === undefined ? [] : [`## ${title}`, content])),
  ].join("\n\n")}\n`;
}

function status({ deploymentPeriods: all, quarantine }: ModelCard): string {
  if (quarantine !== undefined) return "it must not serve";
  return all.some(({ until }) => until === undefined) ? "it serves" : "it does not serve";
}

function data({ version, summary }: ModelCard): string {
  const rows = `**${counted(version.rows, "row")}**`;
  if (summary === undefined) return list([`${rows}, labels known until ${dayOf(version.watermark)}`, NOT_KEPT]);
  const { labelsKnown, predictedFrom, labelQuantiles, baseRate, read } = summary;
  const dropped = Object.entries(read.dropped).map(([why, number]) => `${count(number)} ${why}`);
  return list([
    `${rows}, labels known from ${dayOf(labelsKnown.from)} to ${dayOf(labelsKnown.to)}, of predictions since ${dayOf(predictedFrom)}`,
    `${counted(read.rows, "row")} read${dropped.length === 0 ? ", none left out" : `; left out: ${dropped.join(", ")}`}`,
    ...(labelQuantiles === undefined ? [] : [quantilesText(labelQuantiles, UNITS[version.model])]),
    ...(baseRate === undefined ? [] : [`base rate ${measured(baseRate)}`]),
  ]);
}

const NOT_KEPT = "an older program trained it, and kept no more";

function quantilesText([low, median, high]: readonly [number, number, number], unit: string): string {
  return `labels: median ${measured(median)} ${unit}, 80 % of them from ${measured(low)} to ${measured(high)}`;
}

function scores({ version: { model, holdout }, thresholds: { minimumScore } }: ModelCard): string {
  if (holdout === undefined) return "None: nothing could be held out.";
  const entries = SCORES.flatMap((score) => {
    const found = holdout.values[score];
    return found?.value === undefined ? [] : [{ score, ...found }];
  });
  const target = `The target of ${SCORE_WORDS[MODELS[model].headline]} is ${String(minimumScore.value)}${originOf(minimumScore)}.`;
  const rows = [
    counted(holdout.rows, "row"),
    ...(holdout.positives === undefined ? [] : [`${count(holdout.positives)} of them positive`]),
  ].join(", ");
  return [
    `On the newest fifth of the labels, ${rows}, before the refit on everything. ${target}`,
    table(
      ["score", "value", "95 % interval", "baseline"],
      entries.map(({ score, value, interval, baseline }) => [
        SCORE_WORDS[score],
        measured(value),
        interval === undefined ? NONE : intervalText(interval),
        measured(baseline),
      ]),
    ),
  ].join("\n\n");
}

function calibration({ calibration: found, scaled, decisionThreshold }: ModelCard): string | undefined {
  if (decisionThreshold === null) return undefined;
  const said = `${scaled ? "Probabilities are corrected by what came true (Platt scaling)" : "Probabilities are the learner's own"}; it says yes from ${measured(decisionThreshold)} on.`;
  if (found === undefined) return said;
  return [
    `${said} On the holdout what was said is ${measured(found.expectedError)} from what came true, on the mean.`,
    table(
      ["rows", "said", "came true", "95 % interval"],
      found.table.map(({ count: rows, meanPrediction, observedRate, lower, upper }) => [
        count(rows),
        measured(meanPrediction),
        measured(observedRate),
        intervalText([lower, upper]),
      ]),
    ),
  ].join("\n\n");
}

function intervals({ version: { model }, intervals: found }: ModelCard): string | undefined {
  if (found === undefined) return undefined;
  const { target: wanted, coverage: held, medianWidth } = found;
  return list([
    `meant to hold ${percent(wanted)} of the labels${held === undefined ? "" : `; share held on the holdout: ${within(held)}`}`,
    ...(medianWidth === undefined ? [] : [`median width on the holdout: ${measured(medianWidth)} ${UNITS[model]}`]),
  ]);
}

function features({ version: { model }, summary }: ModelCard): string | undefined {
  if (summary === undefined || summary.weights.features.length === 0) return undefined;
  const { rows, scale, features: all } = summary.weights;
  const change = (weight: number): string => {
    if (scale === "label") return `± ${measured(weight)} ${UNITS[model]}`;
    return `${scale === "log" ? "" : "odds "}× or ÷ ${Math.exp(weight).toFixed(2)}`;
  };
  const lighter = all.length - MAXIMUM_FEATURES;
  const factor = scale === "log" ? `; a factor is one of 1 + ${UNITS[model]}` : "";
  return [
    `What each adds to or takes from a prediction, on the mean of the newest ${counted(rows, "row")}${lighter > 0 ? `; ${count(lighter)} more weigh less` : ""}${factor}.`,
    table(
      ["feature", "mean effect", "mean absolute contribution"],
      all
        .slice(0, MAXIMUM_FEATURES)
        .map((feature) => [featureName(feature), change(feature.weight), measured(feature.weight)]),
    ),
  ].join("\n\n");
}

function deploymentPeriods({ deploymentPeriods: all, quarantine }: ModelCard): string {
  const barred =
    quarantine === undefined
      ? []
      : [
          `In quarantine since ${minuteOf(quarantine.quarantinedAt)} UTC by ${plain(quarantine.actor)}: ${plain(quarantine.reason)}.`,
        ];
  if (all.length === 0) return ["It never served.", ...barred].join("\n\n");
  const times = table(
    ["from", "until", "cause", "by", "reason"],
    all.map(({ deployedAt, until, cause, pinned, actor, reason }) => [
      minuteOf(deployedAt),
      until === undefined ? "it serves" : minuteOf(until),
      `${cause}${pinned ? ", pinned" : ""}`,
      plain(actor),
      reason === undefined ? NONE : plain(reason),
    ]),
  );
  return [times, ...barred].join("\n\n");
}

function evaluations({ version: { model }, evaluations: all }: ModelCard): string | undefined {
  if (all.length === 0) return undefined;
  return table(
    ["evaluated", "rows", SCORE_WORDS[MODELS[model].headline], "baseline", "verdict"],
    all.map(({ evaluatedAt, scores: found, verdict }) => [
      minuteOf(evaluatedAt),
      count(found.rows),
      headlineText(model, found),
      baselineText(model, found),
      verdict,
    ]),
  );
}

/** What was kept as the reason comes from people. */
function limits({ version: { model }, limitations: all }: ModelCard): string {
  return list(
    all.map((limit) => {
      const { reason } = limit;
      return limitText(reason === undefined ? limit : { ...limit, reason: plain(reason) }, model);
    }),
  );
}

function made({ version }: ModelCard): string {
  const { learner, hyperparameters, featureSchema, trainedAt, seed, codeVersion, run, artefactHash, fingerprint } =
    version;
  const settings = Object.entries(hyperparameters)
    .filter(([name]) => name !== "learner")
    .map(([name, value]) => `${name} ${String(value)}`);
  return list([
    `learner: ${learner}${settings.length === 0 ? "" : ` (${plain(settings.join(", "))})`}, ${counted(featureSchema.length, "feature")}`,
    `trained: ${minuteOf(trainedAt)} UTC, run ${plain(run)}, mltrain ${plain(codeVersion)}, seed ${String(seed)}`,
    `artefact: \`${artefactHash}\` (SHA-256)`,
    `fingerprint of data, settings and code: \`${fingerprint}\``,
  ]);
}
