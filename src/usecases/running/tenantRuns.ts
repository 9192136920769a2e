import type { ModelName } from "../../domain/models.js";
import type { RunCommand, RunRecord } from "../../domain/runs.js";
import type { TenantId } from "../../domain/tenant.js";
import {
  exitCodeOf,
  interruptionOf,
  MltrainError,
  NotFoundError,
  orInterruption,
  worstExitCode,
  type ExitCode,
} from "../../errors.js";
import { redactSecrets } from "../../redaction.js";
import type { CommandInput, TenantSelection } from "./inputs.js";
import { startLimits, type Limits } from "./limits.js";
import type { Log } from "../ports/log.js";
import type { Platform } from "../ports/platform.js";
import type { TenantWorkspace } from "../ports/tenant/tenantWorkspace.js";
import type { CommandResult, Failure, TenantResult } from "../results/commandResult.js";

/** What one run works with: one command for one tenant. */
export interface RunContext {
  readonly platform: Platform;
  readonly workspace: TenantWorkspace;
  readonly tenant: TenantId;
  readonly run: string;
  readonly models: readonly ModelName[];
  /** The time the command works as of: milliseconds since 1970, UTC. */
  readonly asOf: number;
  /**
   * Versions, deployments and evaluations recorded later than this are not seen: `--as-of`, and Infinity without it,
   * since the clock of this machine may be behind that of the one that recorded them.
   */
  readonly visibleUntil: number;
  readonly log: Log;
  /** When no further model may be begun. */
  readonly limits: Limits;
}

/** What a run found out: per model, and the exit code that follows. */
export interface RunFindings<Outcome> {
  readonly models: { readonly [model in ModelName]?: Outcome };
  readonly exitCode: ExitCode;
}

/** `recorded`: whether the run is kept in the run log. */
export type RunOptions =
  | { readonly command: RunCommand; readonly recorded: boolean }
  | { readonly command: "predict"; readonly recorded: false };

/**
 * Runs `work` for every tenant that is asked for, each in a run of its own: what breaks off one tenant's run is in
 * its result, and the others go on.
 *
 * @throws NotFoundError if the one tenant asked for is unknown or inactive.
 */
export async function forTenants<Outcome extends object, Found extends RunFindings<Outcome>>(
  platform: Platform,
  input: CommandInput,
  options: RunOptions,
  work: (context: RunContext) => Promise<Found>,
): Promise<CommandResult<Outcome> & { tenants: (TenantResult<Outcome> & Partial<Found>)[] }> {
  const asOf = input.asOf ?? platform.clock.now();
  const limits = startLimits(platform, options.command);
  await limits.mayBegin();
  const tenants = await selectTenants(platform, input.tenants);
  if (platform.protection === "embedded") {
    platform.log.info({}, "SQLite has no roles: mltrain alone keeps the tenants apart");
  }
  const concurrency = "all" in input.tenants ? input.tenants.concurrency : 1;
  const results = await mapConcurrently(tenants, concurrency, (tenant) =>
    runForTenant<Outcome, Found>(platform, input, { ...options, asOf, tenant, limits }, work),
  );
  return { asOf, tenants: results, exitCode: worstExitCode(results.map(({ exitCode }) => exitCode)) };
}

async function runForTenant<Outcome extends object, Found extends RunFindings<Outcome>>(
  platform: Platform,
  input: CommandInput,
  options: RunOptions & { asOf: number; tenant: TenantId; limits: Limits },
  work: (context: RunContext) => Promise<Found>,
): Promise<TenantResult<Outcome> & Partial<Found>> {
  const { asOf, tenant, limits } = options;
  const workspace = platform.workspace(tenant);
  const run = platform.newRunId();
  const log = platform.log.with({ tenant, run });
  let started: RunRecord | undefined; // what was not begun leaves no record
  let result: TenantResult<Outcome> & Partial<Found>;
  try {
    await limits.mayBegin();
    started = options.recorded ? newRecord(platform, run, options.command) : undefined;
    throwIfStopped(platform);
    if (started !== undefined) await workspace.runs.start(started);
    const { models, asOf: visibleUntil = Infinity } = input;
    const found = await work({ platform, workspace, tenant, run, models, asOf, visibleUntil, log, limits });
    result = { tenant, run, ...found };
  } catch (error) {
    result = {
      tenant,
      run,
      models: {},
      ...failureOf(orInterruption(error, platform.signal), log),
      ...({} as Partial<Found>),
    };
  }
  result = { ...result, cost: workspace.cost() };
  if (started !== undefined) await recordEnd(workspace, started, result, platform.clock.now(), log);
  log.info({ exitCode: result.exitCode, ...result.cost }, `${options.command} ended`);
  return result;
}

function newRecord({ clock, host, codeVersion }: Platform, run: string, command: RunCommand): RunRecord {
  return { run, command, startedAt: clock.now(), outcomes: {}, host, codeVersion };
}

/** Keeps the end of a run. A run log that cannot be written (the database is gone) does not change the outcome. */
async function recordEnd(
  workspace: TenantWorkspace,
  started: RunRecord,
  { models, exitCode, error, cost }: TenantResult<object>,
  endedAt: number,
  log: Log,
): Promise<void> {
  try {
    await workspace.runs.finish({
      ...started,
      endedAt,
      outcomes: models,
      exitCode,
      ...(error === undefined ? {} : { error }),
      ...(cost === undefined ? {} : { cost }),
    });
  } catch (cause) {
    log.warn({ error: messageOf(cause) }, "the end of the run could not be recorded");
  }
}

/** The tenants asked for, ascending; of all active ones this process's share. */
async function selectTenants(platform: Platform, selection: TenantSelection): Promise<TenantId[]> {
  if ("all" in selection) {
    const { index, count } = selection.shard;
    return (await platform.tenants.listActive()).filter((_, position) => position % count === index);
  }
  return [await requireActiveTenant(platform, selection.tenant)];
}

/** @throws NotFoundError if the tenant is unknown or inactive. */
export async function requireActiveTenant(platform: Platform, id: TenantId): Promise<TenantId> {
  const tenant = await platform.tenants.find(id);
  if (tenant === undefined) {
    throw new NotFoundError(`there is no tenant ${String(id)}`, { hint: "Its id must stand in the tenants relation." });
  }
  if (!tenant.active) {
    throw new NotFoundError(`tenant ${String(id)} is inactive`, { hint: "Only active tenants are worked for." });
  }
  return id;
}

/** @throws InterruptedError once the process was asked to stop; TryLaterError once no further model may be begun. */
export function throwIfStopped({ signal }: Platform, limits?: Limits): void {
  const why: MltrainError | undefined = interruptionOf(signal) ?? limits?.whyOver();
  if (why !== undefined) throw why;
}

/** A thrown value as a result; a bug's stack goes to the log. */
export function failureOf(error: unknown, log: Log): Failure {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof MltrainError)) {
    log.error({ stack: error instanceof Error ? error.stack : String(error) }, "this is a bug in mltrain");
  } else {
    log.error({ exitCode }, error.message);
  }
  const hint = error instanceof MltrainError ? error.hint : "Please report it with the stack in the log.";
  return { outcome: "failed", exitCode, error: messageOf(error), ...(hint === undefined ? {} : { hint }) };
}

function messageOf(error: unknown): string {
  return redactSecrets(error instanceof Error ? error.message : String(error));
}

/** `items.map(work)`, at most `limit` at a time; the results are in order of the items. */
async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [position, item] of queue) results[position] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
