import { MODELS, type ModelName } from "../../domain/models.js";
import type { RunRecord } from "../../domain/runs.js";
import type { Scores } from "../../domain/scores.js";
import { isBelowTarget } from "../../domain/retraining/performanceStatus.js";
import type { Deployment, Version } from "../../domain/versions.js";
import type { ModelStatus, StatusResult } from "../../usecases/results/statusResult.js";
import { count, counted, measured, NONE } from "../format/numbers.js";
import type { Page } from "../format/page.js";
import { minuteOf } from "../format/times.js";
import { headlineText, headlineWord, baselineText, printable } from "../format/words.js";
import { verdictText } from "./parts/performance.js";
import { UNTIL_UNPINNED } from "./rollback.js";
import { failureLines, modelsOf } from "./parts/tenants.js";

/** Returns the text of status. @param limit - maximum rows of each table, the newest; JSON has all of them. */
export function statusText({ asOf, tenant, models, failures, runs }: StatusResult, limit: number, page: Page): string {
  const lines = [
    page.colour.bold(`Tenant ${tenant}, as of ${minuteOf(asOf)} UTC`),
    ...modelsOf(models).flatMap(([model, status]) => modelLines(model, status, limit, page)),
    ...modelsOf(failures).flatMap(([model, failure]) => ["", ...failureLines(model, failure, page)]),
    ...(runs.length === 0 ? ["", "No runs yet."] : ["", page.colour.bold("Runs"), runsTable(runs, page)]),
  ];
  return `${lines.join("\n")}\n`;
}

function modelLines(model: ModelName, status: ModelStatus, limit: number, page: Page): string[] {
  const { champion, at, versions } = status;
  const heading = ["", page.colour.bold(model), ...(at === undefined ? [] : [deployedLine(at, page)])];
  if (versions.length === 0) return [...heading, "never trained"];
  const older = versions.length - limit;
  return [
    ...heading,
    champion === undefined ? "no champion" : championLine(champion, page),
    page.table(
      ["version", "learner", "trained", "rows", `holdout ${headlineWord(model)}`, "baseline", "holdout rows", "state"],
      versions.slice(-limit).map((version) => versionRow(model, version, status, page)),
    ),
    ...(older > 0 ? [`and ${counted(older, "older version")}`] : []),
    ...evaluationLines(model, status, page),
  ];
}

function championLine(champion: Deployment, page: Page): string {
  const { version, deployedAt, pinned } = champion;
  const pin = pinned ? `; pinned: ${UNTIL_UNPINNED}` : "";
  return page.wrap(`champion: version ${version} since ${minuteOf(deployedAt)} UTC (${causeText(champion)})${pin}`);
}

/** Returns the version that was deployed at the time of --at. */
function deployedLine({ time, deployed }: NonNullable<ModelStatus["at"]>, page: Page): string {
  const version =
    deployed === undefined
      ? "no deployed version"
      : `version ${deployed.version} deployed, since ${minuteOf(deployed.deployedAt)} UTC (${causeText(deployed)})`;
  return page.wrap(`at ${minuteOf(time)} UTC: ${version}`);
}

function causeText({ cause, reason, actor }: Deployment): string {
  return `${cause} by ${printable(actor)}${reason === undefined ? "" : `: ${printable(reason)}`}`;
}

function versionRow(
  model: ModelName,
  version: Version,
  { champion, quarantine }: ModelStatus,
  { colour }: Page,
): string[] {
  const { holdout, learner, trainedAt, rows } = version;
  const isQuarantined = quarantine.some((entry) => entry.version === version.version);
  const isChampion = champion?.version === version.version;
  return [
    `v${version.version}`,
    learner,
    minuteOf(trainedAt),
    count(rows),
    headlineText(model, holdout),
    baselineText(model, holdout),
    holdout === undefined ? NONE : count(holdout.rows),
    isChampion ? colour.green("champion") : isQuarantined ? colour.red("quarantined") : "",
  ];
}

function evaluationLines(model: ModelName, { evaluations }: ModelStatus, page: Page): string[] {
  if (evaluations.length === 0) return [];
  const isWeighted = evaluations.some(({ scores }) => scores.effectiveRows !== undefined);
  const isApproximate = evaluations.some(({ scores }) => scores.intervals === "normal");
  const table = page.table(
    [
      "evaluated",
      "version",
      "verdict",
      headlineWord(model),
      "baseline",
      "rows",
      ...(isWeighted ? ["effective rows"] : []),
    ],
    evaluations.map(({ evaluatedAt, version, verdict, scores, threshold = -Infinity }) => [
      minuteOf(evaluatedAt),
      `v${version}`,
      verdictText(verdict, isBelowTarget(verdict, scores.values[MODELS[model].headline]?.value, threshold), page),
      `${headlineText(model, scores)}${scores.intervals === "normal" ? " ≈" : ""}`,
      baselineText(model, scores),
      count(scores.rows),
      ...(isWeighted ? [effectiveRowsText(scores)] : []),
    ]),
  );
  return [table, ...(isApproximate ? ["≈ interval from the normal approximation"] : [])];
}

function effectiveRowsText({ effectiveRows }: Scores): string {
  return effectiveRows === undefined ? NONE : count(Math.round(effectiveRows));
}

function runsTable(runs: readonly RunRecord[], page: Page): string {
  return page.table(
    ["started", "command", "seconds", "exit code", "outcome"],
    runs.map(({ startedAt, endedAt, command, exitCode, outcomes, error }) => [
      minuteOf(startedAt),
      command,
      measured(endedAt === undefined ? undefined : (endedAt - startedAt) / 1000),
      exitCode === undefined ? NONE : String(exitCode),
      error === undefined ? outcomesText(outcomes, endedAt) : shortened(printable(error)),
    ]),
  );
}

/** Counts the outcomes of a run: `2 promoted, 1 kept`. */
function outcomesText(outcomes: RunRecord["outcomes"], endedAt: number | undefined): string {
  if (endedAt === undefined) return "not finished";
  const counts = new Map<string, number>();
  for (const [, outcome] of modelsOf<object>(outcomes)) {
    const word = "outcome" in outcome ? String(outcome.outcome) : "unknown";
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, number]) => `${number} ${printable(word)}`).join(", ");
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
