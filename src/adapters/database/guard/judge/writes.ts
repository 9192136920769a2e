import type { DeleteStmt, InsertStmt, Node, OnConflictClause, ResTarget, SelectStmt, UpdateStmt } from "libpg-query";
import { isStar } from "./columns.js";
import type { Judgement, Source } from "./judgement.js";
import { expressionsOf } from "./nodes.js";
import { refuse } from "./refuse.js";
import { judgeNested, judgeSelect, judgeSources, judgeWith, NOTHING_IN_SIGHT, type Sight } from "./select.js";

export function judgeUpdate(judgement: Judgement, update: UpdateStmt): void {
  const sight = judgeWith(judgement, update.withClause, NOTHING_IN_SIGHT);
  const target = targetOf(judgement, update, sight);
  judgeSources(judgement, update.fromClause, update.whereClause, sight, target.source);
  requireUnmoved(judgement, target, update.targetList);
  judgement.checkOutputs(update.returningList);
  judgeNested(judgement, expressionsOf("UpdateStmt", update), sight);
}

export function judgeDelete(judgement: Judgement, deletion: DeleteStmt): void {
  const sight = judgeWith(judgement, deletion.withClause, NOTHING_IN_SIGHT);
  const { source } = targetOf(judgement, deletion, sight);
  judgeSources(judgement, deletion.usingClause, deletion.whereClause, sight, source);
  judgement.checkOutputs(deletion.returningList);
  judgeNested(judgement, expressionsOf("DeleteStmt", deletion), sight);
}

export function judgeInsert(judgement: Judgement, insert: InsertStmt): void {
  const sight = judgeWith(judgement, insert.withClause, NOTHING_IN_SIGHT);
  const target = targetOf(judgement, insert, sight);
  if (judgement.purpose.kind !== "tenant") refuse(`it inserts into ${target.source.title} and is sent for no tenant`);
  const columns = (insert.cols ?? []).map(nameOfTarget);
  const place = columns.indexOf(target.key);
  if (columns.filter((name) => name.toLowerCase() === target.key.toLowerCase()).length !== 1 || place < 0) {
    refuse(`it inserts into ${target.source.title} without its ${target.key}`);
  }
  const { selectStmt } = insert;
  if (selectStmt === undefined || !("SelectStmt" in selectStmt)) return refuse("it inserts rows of defaults");
  for (const row of insertedRows(selectStmt.SelectStmt)) {
    if (row.length !== columns.length || row.some(isStar)) {
      refuse("it inserts rows whose values are not one for each column");
    }
    judgement.requireTenant(row[place], `the ${target.key} of a row that it inserts`);
  }
  judgeSelect(judgement, selectStmt.SelectStmt, sight, true);
  if (insert.onConflictClause !== undefined) judgeConflict(judgement, target, insert.onConflictClause, sight);
  judgement.checkOutputs(insert.returningList);
  judgeNested(judgement, expressionsOf("InsertStmt", insert), sight);
}

interface Target {
  readonly source: Source;
  /** The column that holds the tenant. */
  readonly key: string;
}

/** What a statement writes to; never a query of `with`, nor what is not a tenant's. */
function targetOf(judgement: Judgement, { relation }: UpdateStmt | DeleteStmt | InsertStmt, sight: Sight): Target {
  if (relation === undefined) return refuse("it writes to nothing");
  if (sight.queries.has(relation.relname ?? "")) return refuse("it writes to what is called like a query of it");
  const source = judgement.sourceOf(relation, new Set());
  const { key } = source;
  return key === undefined ? refuse(`it writes to ${source.title}`) : { source, key };
}

/** The values of each row, in the order of the columns. */
function insertedRows(select: SelectStmt): (Node | undefined)[][] {
  const { larg, rarg, valuesLists, targetList } = select;
  if (larg !== undefined && rarg !== undefined) return [...insertedRows(larg), ...insertedRows(rarg)];
  if (valuesLists !== undefined) return valuesLists.map((row) => ("List" in row ? (row.List.items ?? []) : []));
  return [(targetList ?? []).map((target) => ("ResTarget" in target ? target.ResTarget.val : undefined))];
}

/**
 * Judges what happens to a row that is there already. Its key must hold the tenant: else the row could be another's,
 * which would be changed, or at the least show that it is there.
 */
function judgeConflict(judgement: Judgement, target: Target, conflict: OnConflictClause, sight: Sight): void {
  const keys = (conflict.infer?.indexElems ?? []).map((key) => ("IndexElem" in key ? key.IndexElem.name : undefined));
  if (!keys.includes(target.key)) refuse(`a conflict in ${target.source.title} is not one of its ${target.key}`);
  requireUnmoved(judgement, target, conflict.targetList);
  judgeNested(judgement, { kind: "OnConflictClause", node: conflict }, sight);
}

/** Refuses a change that could give rows to another tenant. */
function requireUnmoved(judgement: Judgement, { key, source }: Target, changes: readonly Node[] | undefined): void {
  for (const change of changes ?? []) {
    const name = nameOfTarget(change);
    if (name.toLowerCase() !== key.toLowerCase()) continue;
    if (name !== key) refuse(`it changes ${name} of ${source.title}`);
    judgement.requireTenant(valueOf(change), `the new ${key} of ${source.title}`);
  }
}

function nameOfTarget(target: Node): string {
  return "ResTarget" in target ? (target.ResTarget.name ?? "") : refuse("a column that it writes cannot be judged");
}

function valueOf(target: Node): ResTarget["val"] {
  return "ResTarget" in target ? target.ResTarget.val : undefined;
}
