import type { Database } from "../../../src/adapters/database/common/database.js";
import { OWN_TABLES } from "../../../src/adapters/database/doctor/protection.js";
import { assessDocument } from "../../../src/reporting/json/assess.js";
import { cardDocument } from "../../../src/reporting/json/card.js";
import { cardMarkdown } from "../../../src/reporting/markdown/card.js";
import { predictCsv } from "../../../src/reporting/csv/predict.js";
import { evaluateDocument } from "../../../src/reporting/json/evaluate.js";
import { jobRunDocument } from "../../../src/reporting/json/job.js";
import { predictDocument } from "../../../src/reporting/json/predict.js";
import { replayDocument } from "../../../src/reporting/json/replay.js";
import { rollbackDocument } from "../../../src/reporting/json/rollback.js";
import { statusDocument } from "../../../src/reporting/json/status.js";
import { trainDocument } from "../../../src/reporting/json/train.js";
import { createPage } from "../../../src/reporting/format/page.js";
import { assessText } from "../../../src/reporting/text/assess.js";
import { evaluateText } from "../../../src/reporting/text/evaluate.js";
import { predictText } from "../../../src/reporting/text/predict.js";
import { statusText } from "../../../src/reporting/text/status.js";
import { trainText } from "../../../src/reporting/text/train.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { assess } from "../../../src/usecases/assess.js";
import { evaluate } from "../../../src/usecases/evaluate.js";
import { runJob } from "../../../src/usecases/job.js";
import { modelCard } from "../../../src/usecases/modelCard.js";
import { predict } from "../../../src/usecases/predict.js";
import { replay } from "../../../src/usecases/replay.js";
import { rollBack } from "../../../src/usecases/rollback.js";
import { status } from "../../../src/usecases/status.js";
import { train } from "../../../src/usecases/train.js";
import { ask, DAY, NOW, tenant, withoutSeconds, type World } from "../tenants/platform.js";

const page = createPage({ terminal: false, colourLevel: 0 });

/** One command for tenant 1 and its output: the JSON document, and for some the text. */
export type Step = (world: World) => Promise<readonly unknown[]>;

/** Keys that other tenants have as well. */
const PREDICTED = Array.from({ length: 20 }, (_, i) => `T1-${String(i + 1)}`);

/** Every command, in an order that gives each one work. */
export const STEPS: readonly Step[] = [
  async ({ platform }) => {
    const result = await train(platform, ask({ asOf: NOW - 60 * DAY }));
    return [trainDocument(result), trainText(result, ask().tenants, page)];
  },
  async ({ platform }) => {
    const result = await assess(platform, ask());
    return [assessDocument(result), assessText(result, ask().tenants, page)];
  },
  async ({ platform }) => [trainDocument(await train(platform, ask({ force: true })))],
  async ({ platform }) => {
    const result = await evaluate(platform, ask());
    return [evaluateDocument(result), evaluateText(result, ask().tenants, page)];
  },
  async ({ platform }) => {
    const input = { tenant: tenant(1), models: MODEL_NAMES, keys: PREDICTED };
    const asked = [await predict(platform, input), await predict(platform, { tenant: tenant(1), models: MODEL_NAMES })];
    return asked.flatMap((result) => [predictDocument(result), predictText(result, page), predictCsv(result)]);
  },
  async ({ platform }) => [
    rollbackDocument(await rollBack(platform, { tenant: tenant(1), models: MODEL_NAMES, dryRun: false })),
  ],
  async ({ platform }) => [trainDocument(await train(platform, ask({ force: true })))],
  async ({ platform }) => [jobRunDocument(await runJob(platform, ask()))],
  async ({ platform }) => {
    const { settings } = platform;
    const policies = (["classic", "guarded"] as const).map((name) => ({
      name,
      settings: { ...settings, policy: name },
    }));
    const models = ["lead_time"] as const;
    return [replayDocument(await replay(platform, { tenant: tenant(1), models, policies, everyDays: 90 }))];
  },
  async ({ platform }) => {
    const result = await status(platform, { tenant: tenant(1), models: MODEL_NAMES, limit: 50 });
    return [statusDocument(result), statusText(result, 50, page)];
  },
  async ({ platform }) => {
    const ask = { tenant: tenant(1), version: 1, limit: 50 };
    const cards = await Promise.all(MODEL_NAMES.map((model) => modelCard(platform, { ...ask, model })));
    return cards.flatMap((card) => [cardDocument(card), cardMarkdown(card)]);
  },
];

const TABLES = [...OWN_TABLES, "job_schedules"];

/** Returns a tenant's rows of mltrain's tables, without measured seconds and the database's clock. */
export async function rowsWritten({ knex }: Database, tenantId = 1): Promise<Record<string, unknown[]>> {
  const written: Record<string, unknown[]> = {};
  for (const table of TABLES) {
    const rows = (await knex(table).where("tenant_id", tenantId)) as Record<string, unknown>[];
    written[table] = rows.map(stableText).sort();
  }
  return written;
}

function stableText({ expires_at, cost, outcomes, ...row }: Record<string, unknown>): string {
  const parsed = (text: unknown): unknown => (typeof text === "string" ? (JSON.parse(text) as unknown) : null);
  return JSON.stringify(
    withoutSeconds({ ...row, cost: parsed(cost), outcomes: parsed(outcomes), held: expires_at !== undefined }),
  );
}
