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

/** The wall clock of tests that run use cases: an hour after the generated tenants end. */
export const NOW = DEFAULT_UNTIL + 3_600_000;
export const DAY = 86_400_000;

export interface WorldOptions {
  /** The wall clock; NOW, if absent. */
  readonly now?: number;
  /** Contents of the config file. */
  readonly config?: object;
  /** Run ids are this and 1, 2, 3 …; absent: that no other world of the test uses. */
  readonly runs?: string;
  /** Another address of the database; that of the suite, if absent. */
  readonly url?: string;
}

/** A platform in a world that a test has in hand. */
export interface World {
  readonly platform: Platform;
  /** The wall clock; it stands still unless it is set. */
  now: number;
  /** Lines of the log, as JSON without their time. */
  readonly log: string[];
  /** Asks the process to stop. */
  stop(signal?: "SIGINT" | "SIGTERM"): void;
}

/** Gives a suite a function that opens its database as the program does; what it opens is closed after the test. */
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

/** What train, assess, evaluate and job run are asked for; all models of tenant 1, unless a test says otherwise. */
export const ask = (fields: Partial<TrainInput & EvaluateInput> = {}): TrainInput & EvaluateInput => ({
  tenants: { tenant: tenant(1) },
  models: MODEL_NAMES,
  force: false,
  dryRun: false,
  autoRollback: false,
  ...fields,
});

/** A document or result without what a stopwatch measured: seconds, which no two runs share. */
export function withoutSeconds<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => (/seconds$/i.test(name) ? undefined : member));
  return JSON.parse(text) as T;
}

/** A result without what it cost the database: the two databases take different statements to the same end. */
export function withoutCost<T>(value: T): T {
  const text = JSON.stringify(value, (name, member: unknown) => (name === "cost" ? undefined : member));
  return JSON.parse(text) as T;
}
