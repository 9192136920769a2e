import type { ModelName } from "../../domain/models.js";
import type { RunRecord } from "../../domain/runs.js";
import type { Version } from "../../domain/versions.js";
import type { ModelStatus, StatusResult } from "../../usecases/results.js";
import { count, measured, NONE } from "../numbers.js";
import type { Page } from "../page.js";
import { minuteOf } from "../times.js";
import { headlineText, naiveText, printable } from "../words.js";
import { verdictText } from "./evaluate.js";
import { failureLines, modelsOf } from "./tenants.js";

/** @param limit - rows of each table, the newest; JSON has them all. */
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
  const { serving, versions, evaluations } = status;
  const heading = ["", page.colour.bold(model)];
  if (versions.length === 0) return [...heading, "never trained"];
  const older = versions.length - limit;
  return [
    ...heading,
    serving === undefined ? "no version serves" : servingLine(serving, page),
    page.table(
      ["version", "learner", "trained", "rows", "holdout", "naive", "held out", "state"],
      versions.slice(-limit).map((version) => versionRow(model, version, status, page)),
    ),
    ...(older > 0 ? [`and ${count(older)} older`] : []),
    ...(evaluations.length === 0 ? [] : [evaluationsTable(model, status, page)]),
  ];
}

function servingLine(
  { version, cause, reason, actor, deployedAt }: NonNullable<ModelStatus["serving"]>,
  page: Page,
): string {
  const why = reason === undefined ? "" : `: ${printable(reason)}`;
  return page.wrap(
    `version ${version} serves since ${minuteOf(deployedAt)} UTC (${cause} by ${printable(actor)}${why})`,
  );
}

function versionRow(
  model: ModelName,
  version: Version,
  { serving, quarantine }: ModelStatus,
  { colour }: Page,
): string[] {
  const { holdout, learner, trainedAt, rows } = version;
  const isQuarantined = quarantine.some((entry) => entry.version === version.version);
  const isServing = serving?.version === version.version;
  return [
    `v${version.version}`,
    learner,
    minuteOf(trainedAt),
    count(rows),
    headlineText(model, holdout),
    naiveText(model, holdout),
    holdout === undefined ? NONE : count(holdout.rows),
    isServing ? colour.green("serves") : isQuarantined ? colour.red("quarantine") : "",
  ];
}

function evaluationsTable(model: ModelName, { evaluations }: ModelStatus, page: Page): string {
  return page.table(
    ["evaluated", "version", "verdict", "score", "naive", "rows"],
    evaluations.map(({ evaluatedAt, version, verdict, scores }) => [
      minuteOf(evaluatedAt),
      `v${version}`,
      verdictText(verdict, page),
      headlineText(model, scores),
      naiveText(model, scores),
      count(scores.rows),
    ]),
  );
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

/** The outcomes of a run's models, counted: `2 promoted, 1 kept`. */
function outcomesText(outcomes: RunRecord["outcomes"], endedAt: number | undefined): string {
  if (endedAt === undefined) return "not ended";
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
