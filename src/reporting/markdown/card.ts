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

const PREDICTS: Readonly<Record<ModelName, string>> = {
  story_points: "Predicts the story points of a work item at its creation.",
  lead_time: "Predicts the lead time of a work item in days at its creation.",
  rework_risk: "Predicts the probability that a pull request needs rework, at its opening.",
};

const MAXIMUM_FEATURES = 10;
/** The headline first. */
const SCORES = [...REGRESSION_SCORES, ...CLASSIFICATION_SCORES];

/** Returns the model card of a version as Markdown. */
export function cardMarkdown({ asOf, name, card }: CardResult): string {
  const { model } = card.version;
  const sections: readonly (readonly [title: string, content: string | undefined])[] = [
    ["Data", data(card)],
    ["Scores", scores(card)],
    ["Calibration", calibration(card)],
    ["Intervals", intervals(card)],
    ["Feature importance", features(card)],
    ["Deployments", deploymentPeriods(card)],
    ["Evaluations", evaluations(card)],
    ["Known limitations", limits(card)],
    ["Training", training(card)],
  ];
  return `${[
    `# ${name}`,
    `${PREDICTS[model]} As of ${minuteOf(asOf)} UTC: ${status(card)}.`,
    ...sections.flatMap(([title, content]) => (content === undefined ? [] : [`## ${title}`, content])),
  ].join("\n\n")}\n`;
}

function status({ deploymentPeriods: all, quarantine }: ModelCard): string {
  if (quarantine !== undefined) return "quarantined";
  return all.some(({ until }) => until === undefined) ? "champion" : "not deployed";
}

function data({ version, summary }: ModelCard): string {
  const rows = `**${counted(version.rows, "row")}**`;
  if (summary === undefined) return list([`${rows}, labels known until ${dayOf(version.watermark)}`, NOT_KEPT]);
  const { labelsKnown, predictedFrom, labelQuantiles, baseRate, read } = summary;
  const dropped = Object.entries(read.dropped).map(([reason, number]) => `${count(number)} ${reason}`);
  return list([
    `${rows}, labels known from ${dayOf(labelsKnown.from)} to ${dayOf(labelsKnown.to)}, prediction times from ${dayOf(predictedFrom)} on`,
    `${counted(read.rows, "row")} read${dropped.length === 0 ? ", none left out" : `; left out: ${dropped.join(", ")}`}`,
    ...(labelQuantiles === undefined ? [] : [quantilesText(labelQuantiles, UNITS[version.model])]),
    ...(baseRate === undefined ? [] : [`base rate ${measured(baseRate)}`]),
  ]);
}

const NOT_KEPT = "trained by an older version of mltrain, which recorded no more";

function quantilesText([low, median, high]: readonly [number, number, number], unit: string): string {
  return `labels: median ${measured(median)} ${unit}, 80 % between ${measured(low)} and ${measured(high)}`;
}

function scores({ version: { model, holdout }, thresholds: { minimumScore } }: ModelCard): string {
  if (holdout === undefined) return "None: there is no holdout.";
  const entries = SCORES.flatMap((score) => {
    const found = holdout.values[score];
    return found?.value === undefined ? [] : [{ score, ...found }];
  });
  const target = `Target: ${SCORE_WORDS[MODELS[model].headline]} ${String(minimumScore.value)}${originOf(minimumScore)}.`;
  const rows = [
    counted(holdout.rows, "row"),
    ...(holdout.positives === undefined ? [] : [`${count(holdout.positives)} positive`]),
  ].join(", ");
  return [
    `On the holdout (the newest 20 % of labels): ${rows}. The refit on all rows comes after scoring. ${target}`,
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
  const method = `Calibration: ${scaled ? "Platt scaling" : "none"}. Decision threshold: ${measured(decisionThreshold)}.`;
  if (found === undefined) return method;
  return [
    `${method} Expected calibration error on the holdout: ${measured(found.expectedError)}.`,
    table(
      ["rows", "predicted", "observed", "95 % interval"],
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
  const { target, coverage, medianWidth } = found;
  return list([
    `target coverage: ${percent(target)} of the labels${coverage === undefined ? "" : `; on the holdout: ${within(coverage)}`}`,
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
  const others = all.length - MAXIMUM_FEATURES;
  const factor = scale === "log" ? `; factors apply to 1 + ${UNITS[model]}` : "";
  return [
    `Average effect on a prediction, over the newest ${counted(rows, "row")}${others > 0 ? `; ${count(others)} less important features are not shown` : ""}${factor}.`,
    table(
      ["feature", "mean effect", "mean absolute contribution"],
      all
        .slice(0, MAXIMUM_FEATURES)
        .map((feature) => [featureName(feature), change(feature.weight), measured(feature.weight)]),
    ),
  ].join("\n\n");
}

function deploymentPeriods({ deploymentPeriods: all, quarantine }: ModelCard): string {
  const quarantined =
    quarantine === undefined
      ? []
      : [
          `Quarantined since ${minuteOf(quarantine.quarantinedAt)} UTC by ${plain(quarantine.actor)}: ${plain(quarantine.reason)}.`,
        ];
  if (all.length === 0) return ["Never deployed.", ...quarantined].join("\n\n");
  const times = table(
    ["from", "until", "cause", "by", "reason"],
    all.map(({ deployedAt, until, cause, pinned, actor, reason }) => [
      minuteOf(deployedAt),
      until === undefined ? "now" : minuteOf(until),
      `${cause}${pinned ? ", pinned" : ""}`,
      plain(actor),
      reason === undefined ? NONE : plain(reason),
    ]),
  );
  return [times, ...quarantined].join("\n\n");
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

/** Escapes the stored reasons, because people wrote them. */
function limits({ version: { model }, limitations: all }: ModelCard): string {
  return list(
    all.map((limit) => {
      const { reason } = limit;
      return limitText(reason === undefined ? limit : { ...limit, reason: plain(reason) }, model);
    }),
  );
}

function training({ version }: ModelCard): string {
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
