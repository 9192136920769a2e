import type { FuncCall, Node, RangeVar, ResTarget, SelectStmt } from "libpg-query";
import type { DatabaseKind } from "../statement/parse.js";
import type { Purpose } from "../statement/purpose.js";
import type { Admission } from "../statement/verdict.js";
import { boundPosition, columnName } from "./columns.js";
import { inspect, type Inspected } from "./inspect.js";
import { isHarmless } from "./names.js";
import { refuse } from "./refuse.js";

/** The column that says whose a row is. */
const TENANT = "tenant_id";

/** A relation that one block of a statement reads from or writes to. */
export interface Source {
  /** What columns of it are qualified with. */
  readonly name: string;
  /** Its column that holds the tenant; `undefined` where it holds nothing of a tenant that is not judged elsewhere. */
  readonly key: string | undefined;
  /** What it is called in a refusal. */
  readonly title: string;
  /** Positions of bound values that its tenant is compared with, so that no row passes which is another's. */
  readonly candidates: number[];
  /** Whether its tenant is compared with the transaction's. */
  isTiedBySetting: boolean;
}

/** One statement while it is judged: what it was found to need, and which of its relations are still to be judged. */
export class Judgement {
  readonly ties: (readonly number[])[] = [];
  setsTenant = false;
  private readonly inspected: Inspected;
  private readonly openRelations: Set<RangeVar>;
  private readonly openSelects: Set<SelectStmt>;

  /** @throws Refused if the statement holds anything that the guard does not know. */
  constructor(
    statement: Node,
    readonly kind: DatabaseKind,
    readonly purpose: Purpose,
    /** Whether the statement takes no bound values, and is tied by the transaction's setting: COPY. */
    readonly bySetting: boolean,
  ) {
    this.inspected = inspect(statement, kind);
    this.openRelations = new Set(this.inspected.relations);
    this.openSelects = new Set(this.inspected.selects);
    for (const call of this.inspected.settings) this.acceptSetting(statement, call);
  }

  /** Marks a block as judged, once; one that is met nowhere is a reason to refuse. */
  meet(select: SelectStmt): void {
    if (!this.openSelects.delete(select)) refuse("a part of it is reached in two ways");
  }

  /** A relation as a source of a block; `ctes` are the names that stand for a query instead. */
  sourceOf(relation: RangeVar, ctes: ReadonlySet<string>): Source {
    if (!this.openRelations.delete(relation)) refuse("a relation is reached in two ways");
    const { schemaname, relname = "", alias } = relation;
    const title = schemaname === undefined ? relname : `${schemaname}.${relname}`;
    const isQuery = schemaname === undefined && ctes.has(relname);
    const key = isQuery || isHarmless(relation, this.kind) ? undefined : this.keyOf(title);
    return { name: alias?.aliasname ?? relname, key, title, candidates: [], isTiedBySetting: false };
  }

  /** @throws Refused unless the source needs no tie, or has one. */
  requireTie({ key, title, candidates, isTiedBySetting }: Source): void {
    if (key === undefined || (this.bySetting && isTiedBySetting)) return;
    if (this.purpose.kind !== "tenant") refuse(`it touches ${title} and is sent for no tenant`);
    if (this.bySetting || candidates.length === 0) refuse(`${title} is not tied to the tenant by its ${key}`);
    this.ties.push(candidates);
  }

  /** Has a bound value be the tenant. */
  requireTenant(value: Node | undefined, what: string): void {
    const position = boundPosition(value);
    if (position === undefined) refuse(`${what} is not a bound value`);
    else this.ties.push([position]);
  }

  /** Refuses an output that passes for the tenant's column: rows that come back are compared by it. */
  checkOutputs(targets: readonly Node[] | undefined): void {
    for (const target of targets ?? []) {
      const { name, val } = (target as { ResTarget: ResTarget }).ResTarget;
      if (name?.toLowerCase() !== TENANT) continue;
      if (columnName(val).at(-1) !== TENANT) refuse(`something else is called ${TENANT}`);
    }
  }

  /** What was found; @throws Refused if a relation or block of the statement was not judged. */
  finish(): Admission {
    if (this.openRelations.size > 0 || this.openSelects.size > 0) refuse("a part of it cannot be judged");
    if (this.ties.length > 0 && this.purpose.tenant === undefined) refuse("it is sent for no tenant");
    const { parameters } = this.inspected;
    if (this.bySetting && parameters > 0) refuse("COPY takes no bound values");
    return { parameters, ties: this.ties, setsTenant: this.setsTenant, readsTenant: this.bySetting };
  }

  private keyOf(title: string): string {
    const { list } = this.purpose;
    return list?.table === title ? list.id : TENANT;
  }

  /** `select set_config(name, value, true)` of a setting that may be set, where nothing decides whether it is called. */
  private acceptSetting(statement: Node, call: FuncCall): void {
    const [name, value, isLocal] = call.args ?? [];
    const setting = constantOf(name);
    const isTop = "SelectStmt" in statement && isBare(statement.SelectStmt, call);
    if (!isTop || constantOf(isLocal) !== true) refuse("set_config is called within something else, or not locally");
    if (setting === TENANT_SETTING) {
      this.requireTenant(value, TENANT_SETTING);
      this.setsTenant = true;
    } else if (typeof setting !== "string" || !SETTINGS.has(setting)) refuse("it changes a setting that is not known");
  }
}

const TENANT_SETTING = "mltrain.tenant_id";
const SETTINGS = new Set([
  ...["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name"],
  ...["TimeZone", "DateStyle", "IntervalStyle", "extra_float_digits", "bytea_output"],
]);

/** Whether a select is nothing but a list of outputs, one of which is the call. */
function isBare({ targetList, limitOption, op, ...others }: SelectStmt, call: FuncCall): boolean {
  if (Object.keys(others).length > 0 || op !== "SETOP_NONE" || limitOption !== "LIMIT_OPTION_DEFAULT") return false;
  const outputs = (targetList ?? []).map((target) => ("ResTarget" in target ? target.ResTarget.val : undefined));
  return outputs.some((output) => output !== undefined && "FuncCall" in output && output.FuncCall === call);
}

function constantOf(node: Node | undefined): string | boolean | undefined {
  if (node === undefined || !("A_Const" in node)) return undefined;
  const { sval, boolval } = node.A_Const as { sval?: { sval?: string }; boolval?: { boolval?: boolean } };
  return boolval === undefined ? sval?.sval : boolval.boolval === true;
}
