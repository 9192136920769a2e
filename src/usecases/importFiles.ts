import { IMPORT_RELATIONS, type ImportRelation } from "../domain/importing/columns.js";
import { decodeRow, planRows, type RefusedRow, type RowPlan, type RowProblem } from "../domain/importing/rows.js";
import type { TenantId } from "../domain/tenant.js";
import { BadDataError, EXIT, UsageError } from "../errors.js";
import { ImportBatches } from "./importing/importBatches.js";
import type { FileReport, ImportInput, ImportResult } from "./results/importResult.js";
import type { Clock } from "./ports/clock.js";
import type { ImportTarget, ImportWriter } from "./ports/importTarget.js";
import type { RowReader } from "./ports/rowReader.js";

export interface ImportDependencies {
  readonly reader: RowReader;
  readonly target: ImportTarget;
  readonly clock: Clock;
  /** Its reason is thrown, and nothing is imported, once the process was asked to stop. */
  readonly signal: AbortSignal;
}

/** How many refused rows are shown of each file; all are counted. */
const SHOWN_ROWS = 20;

/** Ends the transaction of an import that is refused. */
class RowsRefused extends Error {}

/**
 * Reads CSV files into the platform's relations, all of them in one transaction: tenants first, then work items, then
 * pull requests. A file with bad rows is read to its end, so that all of them are counted.
 *
 * @throws UsageError, BadDataError, NotFoundError or ConfigurationError if a file cannot be used at all.
 */
export async function importFiles(input: ImportInput, deps: ImportDependencies): Promise<ImportResult> {
  if (Object.values(input.files).every((file: string | undefined) => file === undefined)) {
    throw new UsageError("import was given no file", { hint: "Give --work-items <file>, --prs <file> or both." });
  }
  const start = deps.clock.now();
  const files: FileReport[] = [];
  const tenantsAdded: TenantId[] = [];
  const outcome = await asOutcome(
    deps.target.write(async (writer) => {
      for (const relation of IMPORT_RELATIONS) {
        const file = input.files[relation];
        if (file !== undefined) files.push(await importFile(input, relation, file, writer, deps, tenantsAdded));
      }
      if (!input.skipBadRows && files.some(({ refused }) => refused > 0)) throw new RowsRefused();
    }),
  );
  const isRefused = outcome === "refused";
  return {
    outcome,
    files: isRefused ? files.map((file) => ({ ...file, added: 0, changed: 0 })) : files,
    tenantsAdded: isRefused ? [] : tenantsAdded,
    seconds: (deps.clock.now() - start) / 1000,
    exitCode: isRefused ? EXIT.badData : EXIT.ok,
  };
}

async function asOutcome(work: Promise<void>): Promise<ImportResult["outcome"]> {
  try {
    await work;
    return "imported";
  } catch (error) {
    if (error instanceof RowsRefused) return "refused";
    throw error;
  }
}

async function importFile(
  input: ImportInput,
  relation: ImportRelation,
  file: string,
  writer: ImportWriter,
  deps: ImportDependencies,
  tenantsAdded: TenantId[],
): Promise<FileReport> {
  const available = await writer.columnsOf(relation);
  const tenant = "tenant" in input.tenants ? input.tenants.tenant : undefined;
  const batches = new ImportBatches(writer, relation);
  const refusals = new Refusals();
  let plan: RowPlan | undefined;
  let rows = 0;
  for await (const { line, cells } of deps.reader.read(file)) {
    deps.signal.throwIfAborted();
    if (plan === undefined) {
      plan = planRows(relation, file, cells, available, relation === "tenants" || tenant === undefined);
      continue;
    }
    rows += 1;
    const row = decodeRow(plan, line, cells, tenant);
    if ("problem" in row) refusals.add(row);
    else if (refusals.count === 0 || input.skipBadRows) await batches.add(row);
  }
  if (plan === undefined) {
    throw new BadDataError(`${file} is empty`, { hint: "The first line must name the columns." });
  }
  await batches.flush();
  tenantsAdded.push(...batches.tenantsAdded);
  const { added, changed, repeatedKeys } = batches;
  return {
    relation,
    file,
    rows,
    added,
    changed,
    ...refusals.report(),
    repeatedKeys,
    ignoredColumns: plan.ignoredColumns,
  };
}

/** Counts all refused rows, and keeps the first. */
class Refusals {
  count = 0;
  private readonly shown: RefusedRow[] = [];
  private readonly byProblem: { [problem in RowProblem]?: number } = {};

  add(row: RefusedRow): void {
    this.count += 1;
    this.byProblem[row.problem] = (this.byProblem[row.problem] ?? 0) + 1;
    if (this.shown.length < SHOWN_ROWS) this.shown.push(row);
  }

  report(): Pick<FileReport, "refused" | "refusedBy" | "refusedRows"> {
    return { refused: this.count, refusedBy: this.byProblem, refusedRows: this.shown };
  }
}
