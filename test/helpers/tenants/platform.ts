import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPlatform } from "../../../src/adapters/platform.js";
import { openLog } from "../../../src/adapters/telemetry/log.js";
import { MODEL_NAMES } from "../../../src/domain/models.js";
import { parseTenantId, type TenantId } from "../../../src/domain/tenant.js";
import type { EvaluateInput, TrainInput } from "../../../src/usecases/running/inputs.js";
import type { Platform } from "../../../src/usecases/ports/platform.js";
import { DEFAULT_UNTIL } from "../../../fixtures/generate/tenantPlan.js";
import type { TestDatabase } from "../databases/databases.js";

/** The clock of tests that run use cases: an hour after the generated tenants end. */
export const NOW = DEFAULT_UNTIL + 3_600_000;
export const DAY = 86_400_000;

export interface WorldOptions {
  /** The clock (default: NOW). */
  readonly now?: number;
  /** Contents of the config file. */
  readonly config?: object;
  /** Prefix of run ids 1, 2, 3 … (default: one that no other world of the test uses). */
  readonly runs?: string;
  /** URL of the database (default: the suite's). */
  readonly url?: string;
}

/** A platform whose surroundings a test controls. */
export interface World {
  readonly platform: Platform;
  /** The clock, fixed unless it is set. */
  now: number;
  /** Lines of the log, as JSON without their time. */
  readonly log: string[];
  /** Asks the process to stop. */
  stop(signal?: "SIGINT" | "SIGTERM"): void;
}

/** Returns a function that opens the suite's database as the program does, and closes it after the test. */
export function useWorlds(database: () => TestDatabase): (options?: WorldOptions) => Promise<World> {
  const opened: Platform[] = [];
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mltrain-world-"));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((platform) => platform.close()));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  return async (options = {}) => {
    const world = await openWorld(options.url ?? database().url, folder, {
      runs: `world-${String(opened.length + 1)}-run-`,
      ...options,
    });
    opened.push(world.platform);
    return world;
  };
}

async function openWorld(url: string, folder: string, options: WorldOptions): Promise<World> {
  const { now = NOW, config, runs = "" } = options;
  const file = join(folder, "config.json");
  if (config !== undefined) writeFileSync(file, JSON.stringify(config));
  const controller = new AbortController();
  const log: string[] = [];
  let count = 0;
  const stop: World["stop"] = (signal = "SIGTERM") => {
    controller.abort(signal);
  };
  const world = { now, log, stop };
  const platform = await openPlatform(
    { database: url, ...(config === undefined ? {} : { config: file }) },
    {
      log: await openLog({
        level: "debug",
        pretty: false,
        destination: { write: (line) => void log.push(line.replace(/"time":"[^"]*",?/, "")) },
      }),
      signal: controller.signal,
      codeVersion: "1.2.3-test",
      now: () => world.now,
      newRunId: () => `${runs}${String(++count)}`,
    },
  );
  return Object.assign(world, { platform });
}

export const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const tenant = (id: number): TenantId => parseTenantId(String(id));

/** Returns the input of train, assess, evaluate and job run (default: all models of tenant 1). */
export const ask = (fields: Partial<TrainInput & EvaluateInput> = {}): TrainInput & EvaluateInput => ({
  tenants: { tenant: tenant(1) },
  models: MODEL_NAMES,
  force: false,
  dryRun: false,
  autoRollback: false,
  ...fields,
});

/** Returns a document or result without measured seconds, which differ between runs. */
export function withoutSeconds<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => (/seconds$/i.test(name) ? undefined : member));
  return JSON.parse(text) as T;
}

/** Returns a result without its database cost, which differs between the databases. */
export function withoutCost<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => (name === "cost" ? undefined : member));
  return JSON.parse(text) as T;
}
