import type { CopyStmt, Node, TransactionStmt } from "libpg-query";
import type { DatabaseKind } from "../statement/parse.js";
import type { Purpose } from "../statement/purpose.js";
import type { Verdict } from "../statement/verdict.js";
import { Judgement } from "./judgement.js";
import { Refused, refuse } from "./refuse.js";
import { judgeSelect, NOTHING_IN_SIGHT } from "./select.js";
import { requireTenantList } from "./tenantList.js";
import { judgeDelete, judgeInsert, judgeUpdate } from "./writes.js";

/**
 * Whether a statement may be sent for a purpose: only if each relation of a tenant in it, in every branch, subquery,
 * join and write, is tied to the tenant by a bound value. Whatever is not known to be harmless is refused.
 */
export function judge(statement: Node, kind: DatabaseKind, purpose: Purpose): Verdict {
  try {
    const judgement = new Judgement(statement, kind, purpose, "CopyStmt" in statement);
    judgeStatement(judgement, statement);
    return judgement.finish();
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.message };
    throw error;
  }
}

function judgeStatement(judgement: Judgement, statement: Node): void {
  if ("SelectStmt" in statement) {
    const list = judgement.purpose.kind === "tenant list" ? judgement.purpose.list : undefined;
    if (list !== undefined) requireTenantList(judgement, statement.SelectStmt, list);
    else judgeSelect(judgement, statement.SelectStmt, NOTHING_IN_SIGHT);
  } else if ("InsertStmt" in statement) judgeInsert(judgement, statement.InsertStmt);
  else if ("UpdateStmt" in statement) judgeUpdate(judgement, statement.UpdateStmt);
  else if ("DeleteStmt" in statement) judgeDelete(judgement, statement.DeleteStmt);
  else if ("CopyStmt" in statement) judgeCopy(judgement, statement.CopyStmt);
  else if ("TransactionStmt" in statement) requireControl(statement.TransactionStmt);
  else refuse(`statements of its kind (${Object.keys(statement).join()}) are not sent`);
}

/** `copy (select …) to stdout`; that it writes no file and reads none is in what the guard knows of its node. */
function judgeCopy(judgement: Judgement, { query, options }: CopyStmt): void {
  if (query === undefined || !("SelectStmt" in query)) return refuse("it copies something else than a select");
  for (const option of options ?? []) {
    if (!("DefElem" in option) || option.DefElem.defname !== "format") refuse("COPY has an option beside its format");
  }
  judgeSelect(judgement, query.SelectStmt, NOTHING_IN_SIGHT);
}

const CONTROLS: readonly (TransactionStmt["kind"] | undefined)[] = [
  ...(["TRANS_STMT_BEGIN", "TRANS_STMT_START", "TRANS_STMT_COMMIT", "TRANS_STMT_ROLLBACK"] as const),
  ...(["TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"] as const),
];

function requireControl({ kind }: TransactionStmt): void {
  if (!CONTROLS.includes(kind)) refuse("transactions are not prepared");
}
