import { availableParallelism } from "node:os";
import type * as z from "zod";
import type { replayDocument } from "../../src/reporting/json/schemas/replay.js";
import { MODEL_NAMES, type ModelName } from "../../src/domain/models.js";
import { mustRunMltrain } from "../support/process.js";
import type { Target } from "../support/targets.js";

type Replayed = z.infer<typeof replayDocument>;

/** Policies decide every night; for the two largest tenants, whose trainings take longest, every week. */
const WEEKLY: readonly number[] = [3, 7];
const FEWER = 5;
const WITHIN = 1.01;
const MAXIMUM_MINUTES = 30;

/** One tenant's model, replayed under both policies. */
interface Line {
  readonly tenant: number;
  readonly model: string;
  readonly labels: number;
  readonly commonRows: number;
  readonly classic: Figures;
  readonly guarded: Figures;
}

interface Figures {
  readonly trainings: number;
  readonly promotions: number;
  readonly seconds: number;
  /** Mean loss over the rows for which both policies had a model. */
  readonly loss: number | undefined;
}

/** Backtests both policies on the whole history of the real tenants, with the program itself. */
export async function replayRealTenants(database: string, tenants: readonly number[]): Promise<Target[]> {
  const started = performance.now();
  const lines: Line[] = [];
  // The slowest first, so that no process works alone at the end.
  const ordered = [...tenants].sort((a, b) => Number(WEEKLY.includes(b)) - Number(WEEKLY.includes(a)));
  const queue = ordered.flatMap((tenant) => MODEL_NAMES.map((model) => ({ tenant, model }))).values();
  const worker = async (): Promise<void> => {
    for (const { tenant, model } of queue) lines.push(...(await replayModel(database, tenant, model)));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return targetsOf(lines, (performance.now() - started) / 60_000);
}

async function replayModel(database: string, tenant: number, asked: ModelName): Promise<Line[]> {
  const every = WEEKLY.includes(tenant) ? "7d" : "1d";
  const { stdout } = await mustRunMltrain([
    ...["replay", "--db", database, "--tenant", String(tenant), "--policy", "classic,guarded"],
    ...["--model", asked, "--every", every, "--json"],
  ]);
  const { models } = JSON.parse(stdout) as Replayed;
  return Object.entries(models).flatMap(([model, replayed]) => {
    if (replayed?.outcome !== "replayed") throw new Error(`${model} of tenant ${String(tenant)} could not be replayed`);
    const figuresOf = (name: string): Figures => {
      const policy = replayed.policies.find((each) => each.policy === name);
      if (policy === undefined) throw new Error(`the replay lacks ${name}`);
      const { trainings, promotions, seconds, commonLoss } = policy;
      return { trainings: trainings.length, promotions, seconds, loss: commonLoss ?? undefined };
    };
    const { labels, commonRows } = replayed;
    if (labels === 0) return [];
    const line = { tenant, model, labels, commonRows, classic: figuresOf("classic"), guarded: figuresOf("guarded") };
    console.log(JSON.stringify({ table: "replay of the real tenants", every, ...line }));
    return [line];
  });
}

function targetsOf(lines: readonly Line[], minutes: number): Target[] {
  const sum = (policy: "classic" | "guarded"): number =>
    lines.reduce((total, line) => total + line[policy].trainings, 0);
  const fewer = sum("classic") / sum("guarded");
  // Points, days and probabilities have no common unit: each model's mean is divided by classic's, per tenant.
  const ratios = lines.flatMap(({ classic, guarded, commonRows }) =>
    classic.loss === undefined || guarded.loss === undefined || classic.loss === 0
      ? []
      : [{ ratio: guarded.loss / classic.loss, rows: commonRows }],
  );
  const rows = ratios.reduce((total, one) => total + one.rows, 0);
  const meanRatio = ratios.reduce((total, one) => total + one.ratio * one.rows, 0) / rows;
  return [
    {
      name: "replay of the real tenants: trainings, classic ÷ guarded",
      figure: `${String(sum("classic"))} ÷ ${String(sum("guarded"))} = ${fewer.toFixed(1)}`,
      target: `≥ ${String(FEWER)}`,
      met: fewer >= FEWER,
    },
    {
      name: "replay of the real tenants: mean error of the champions, guarded ÷ classic, over all rows",
      figure: meanRatio,
      target: `≤ ${String(WITHIN)}`,
      met: meanRatio <= WITHIN,
    },
    {
      name: "replay of the real tenants: minutes",
      figure: minutes,
      target: `≤ ${String(MAXIMUM_MINUTES)}`,
      met: minutes <= MAXIMUM_MINUTES,
    },
  ];
}
