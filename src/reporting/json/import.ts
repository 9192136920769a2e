import type * as z from "zod";
import type { FileReport, ImportResult } from "../../usecases/results/importResult.js";
import type { importDocument as documentSchema } from "./schemas/records.js";

type Document = z.infer<typeof documentSchema>;

export function importDocument({ outcome, files, tenantsAdded, seconds, exitCode }: ImportResult): Document {
  return {
    schema: 2,
    command: "import",
    outcome,
    files: files.map(drawFile),
    tenantsAdded: [...tenantsAdded],
    seconds,
    exitCode,
  };
}

function drawFile(report: FileReport): Document["files"][number] {
  const { relation, file, rows, added, changed, refused, refusedBy, refusedRows, repeatedKeys, ignoredColumns } =
    report;
  return {
    relation,
    file,
    rows,
    added,
    changed,
    refused,
    refusedBy: { ...refusedBy },
    refusedRows: refusedRows.map(({ line, problem, column, seen }) => ({ line, problem, column, seen })),
    repeatedKeys,
    ignoredColumns: [...ignoredColumns],
  };
}
