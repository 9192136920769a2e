import type { JoinExpr, Node, SelectStmt, WithClause } from "libpg-query";
import { boundPosition, columnName, conjuncts, isTenantSetting, sidesOf } from "./columns.js";
import type { Judgement, Source } from "./judgement.js";
import { childrenOf, expressionsOf, unwrapped, type Visited } from "./nodes.js";
import { refuse } from "./refuse.js";

/** What is in sight where a block stands. */
export interface Sight {
  /** Names that stand for queries of `with`. */
  readonly queries: ReadonlySet<string>;
  /** Whether columns of another block are in sight too, so that a name alone may be one of theirs. */
  readonly isNested: boolean;
}

export const NOTHING_IN_SIGHT: Sight = { queries: new Set(), isNested: false };

/** Judges a select: each of its branches, with all that is nested in it. @param isInserted - its rows are inserted. */
export function judgeSelect(judgement: Judgement, select: SelectStmt, outer: Sight, isInserted = false): void {
  judgement.meet(select);
  const sight = judgeWith(judgement, select.withClause, outer);
  const { larg, rarg, fromClause, whereClause, targetList } = select;
  if (larg !== undefined || rarg !== undefined) {
    for (const branch of [larg, rarg]) if (branch !== undefined) judgeSelect(judgement, branch, sight, isInserted);
  } else {
    judgeSources(judgement, fromClause, whereClause, sight);
    if (!(isInserted && fromClause === undefined)) judgement.checkOutputs(targetList);
  }
  judgeNested(judgement, expressionsOf("SelectStmt", select), sight);
}

/** Judges the queries of `with`, none of which sees itself; @returns what is in sight beside them. */
export function judgeWith(judgement: Judgement, clause: WithClause | undefined, outer: Sight): Sight {
  let queries = outer.queries;
  for (const query of clause?.ctes ?? []) {
    if (!("CommonTableExpr" in query)) return refuse("its with clause cannot be judged");
    const { ctename = "", ctequery } = query.CommonTableExpr;
    if (ctequery === undefined || !("SelectStmt" in ctequery)) return refuse("a query of its with clause writes");
    judgeSelect(judgement, ctequery.SelectStmt, { ...outer, queries });
    queries = new Set([...queries, ctename]);
  }
  return { ...outer, queries };
}

/**
 * Judges what a block reads: `from`, and the condition that all of its rows meet.
 *
 * @param target - what the statement writes to, if this is a block that does.
 */
export function judgeSources(
  judgement: Judgement,
  from: readonly Node[] | undefined,
  where: Node | undefined,
  sight: Sight,
  target?: Source,
): void {
  const sources = [...(target === undefined ? [] : [target])];
  for (const item of from ?? []) sources.push(...sourcesOf(judgement, item, sight));
  const names = sources.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) refuse("two of its relations have the same name");
  tie(sources, conjuncts(where), sources.length > 1 || sight.isNested);
  for (const source of sources) judgement.requireTie(source);
}

/** The relations of one item of `from`, tied by the conditions of its joins. */
function sourcesOf(judgement: Judgement, item: Node, sight: Sight): Source[] {
  if ("RangeVar" in item) return [judgement.sourceOf(item.RangeVar, sight.queries)];
  if ("JoinExpr" in item) return sourcesOfJoin(judgement, item.JoinExpr, sight);
  if ("RangeSubselect" in item) {
    const { subquery, alias } = item.RangeSubselect;
    if (subquery === undefined || !("SelectStmt" in subquery)) return refuse("a relation of it cannot be judged");
    judgeSelect(judgement, subquery.SelectStmt, sight);
    return [derived(alias?.aliasname ?? "")];
  }
  if ("RangeFunction" in item) {
    judgeNested(judgement, { kind: "RangeFunction", node: item.RangeFunction }, { ...sight, isNested: true });
    return [derived(item.RangeFunction.alias?.aliasname ?? "")];
  }
  return refuse("a relation of it cannot be judged");
}

function sourcesOfJoin(judgement: Judgement, { jointype, larg, rarg, quals }: JoinExpr, sight: Sight): Source[] {
  if (larg === undefined || rarg === undefined) return refuse("a join of it cannot be judged");
  const left = sourcesOf(judgement, larg, sight);
  const right = sourcesOf(judgement, rarg, sight);
  // An outer join keeps the rows of a side whether its condition holds or not: there the condition ties nothing.
  if (jointype === "JOIN_INNER") tie([...left, ...right], conjuncts(quals), true);
  else if (jointype === "JOIN_LEFT") tie(right, conjuncts(quals), true);
  else if (jointype === "JOIN_RIGHT") tie(left, conjuncts(quals), true);
  else if (jointype !== "JOIN_FULL") return refuse("a join of it cannot be judged");
  if (quals !== undefined) judgeNested(judgement, unwrapped(quals), sight);
  return [...left, ...right];
}

/** Something that stands in `from` and was judged already. */
function derived(name: string): Source {
  return { name, key: undefined, title: name, candidates: [], isTiedBySetting: false };
}

/** Notes which of the conditions compare a source's tenant with a bound value, or with the transaction's tenant. */
function tie(sources: readonly Source[], conditions: readonly Node[], mustQualify: boolean): void {
  for (const condition of conditions) {
    const sides = sidesOf(condition);
    if (sides === undefined) continue;
    for (const [column, value] of [sides, [sides[1], sides[0]] as const]) {
      const [name, ...parts] = [...columnName(column)].reverse();
      for (const source of sources) {
        const isOwn = parts.length === 0 ? !mustQualify : parts.length === 1 && parts[0] === source.name;
        if (name === undefined || name !== source.key || !isOwn) continue;
        const position = boundPosition(value);
        if (position !== undefined) source.candidates.push(position);
        if (isTenantSetting(value)) source.isTiedBySetting = true;
      }
    }
  }
}

/** Judges the selects within expressions, which see the columns of the blocks around them. */
export function judgeNested(judgement: Judgement, within: Visited | undefined, sight: Sight): void {
  for (const child of within === undefined ? [] : childrenOf(within)) {
    if (child.kind === "SelectStmt") judgeSelect(judgement, child.node, { ...sight, isNested: true });
    else judgeNested(judgement, child, sight);
  }
}
