import { createHash } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { IsolationError } from "../../../errors.js";
import type { DatabaseKind } from "./statement/parse.js";
import { purposeOf, type Purpose, type Statement } from "./statement/purpose.js";
import { endsTransaction, isControl } from "./statement/transactionControl.js";
import { isLetThrough } from "./unjudged.js";
import { decodeAdmission, isRefusal, type Admission, type Verdict } from "./statement/verdict.js";

/** Admissions of the statements that the program itself sends, by {@link statementHash}, as they are encoded. */
export type KnownStatements = Readonly<Record<string, string>>;

/** One statement that was let through; tools and tests can listen. */
export interface Judged {
  readonly kind: DatabaseKind;
  readonly purpose: string;
  readonly sql: string;
  readonly admission: Admission;
}

/** Where each {@link Judged} is published. */
export const JUDGED = channel("mltrain.statement");

/** Texts of so many characters are remembered at the most; an import's are long. */
const MAXIMUM_REMEMBERED = 5_000_000;

/** What an instance of Knex is to the guard. */
type Client = Parameters<typeof isLetThrough>[0];

/** The last gate before the driver: nothing is sent that it has not let through. */
export class Guard {
  private readonly verdicts = new Map<string, Verdict>();
  private remembered = 0;
  /** The tenant that was set for the transaction which a connection is in. */
  private readonly tenantOf = new WeakMap<object, number>();

  constructor(
    private readonly kind: DatabaseKind,
    private readonly known: KnownStatements,
  ) {}

  /** @throws IsolationError unless every row that the statement can touch is of the tenant that it is sent for. */
  async check(client: Client, connection: object, statement: Statement): Promise<void> {
    const { sql } = statement;
    if (isControl(sql)) {
      if (endsTransaction(sql)) this.tenantOf.delete(connection);
      return;
    }
    const purpose = purposeOf(statement);
    if (purpose.kind === "nobody" && isLetThrough(client)) return;
    const verdict = this.recalled(purpose, sql) ?? (await this.judged(purpose, sql));
    if (isRefusal(verdict)) throw refused(verdict.refusal);
    this.admit(verdict, purpose, statement.bindings ?? [], connection);
    if (JUDGED.hasSubscribers) JUDGED.publish({ kind: this.kind, purpose: purpose.key, sql, admission: verdict });
  }

  private admit(admission: Admission, { tenant }: Purpose, bindings: readonly unknown[], connection: object): void {
    const { parameters, ties, setsTenant, readsTenant } = admission;
    if (bindings.length !== parameters) {
      throw refused(`it takes ${String(parameters)} values and is given ${String(bindings.length)}`);
    }
    for (const group of ties) {
      if (tenant === undefined || !group.some((position) => isTenant(bindings[position], tenant))) {
        throw refused("a value that ties it to the tenant is not the tenant's id");
      }
    }
    if (setsTenant && tenant !== undefined) this.tenantOf.set(connection, tenant);
    if (readsTenant && (tenant === undefined || this.tenantOf.get(connection) !== tenant)) {
      throw refused("the transaction's tenant is not the one that it is sent for");
    }
  }

  /** What was found of the same text before, at this start of the program or when it was built. */
  private recalled(purpose: Purpose, sql: string): Verdict | undefined {
    const key = keyOf(purpose, sql);
    const verdict = this.verdicts.get(key);
    if (verdict !== undefined) return verdict;
    const encoded = this.known[statementHash(purpose.key, sql)];
    return encoded === undefined ? undefined : this.remember(key, decodeAdmission(encoded));
  }

  private async judged(purpose: Purpose, sql: string): Promise<Verdict> {
    const { judgeText } = await import("./judgeText.js");
    return this.remember(keyOf(purpose, sql), await judgeText(sql, this.kind, purpose));
  }

  private remember(key: string, verdict: Verdict): Verdict {
    if (this.remembered > MAXIMUM_REMEMBERED) {
      this.verdicts.clear();
      this.remembered = 0;
    }
    this.verdicts.set(key, verdict);
    this.remembered += key.length;
    return verdict;
  }
}

function keyOf(purpose: Purpose, sql: string): string {
  return `${purpose.key}\n${sql}`;
}

/** What a statement is known by: SHA-256 of its purpose and text. */
export function statementHash(purpose: string, sql: string): string {
  return createHash("sha256").update(`${purpose}\n${sql}`, "utf8").digest("base64url");
}

function isTenant(value: unknown, tenant: number): boolean {
  return value === tenant || value === String(tenant) || value === BigInt(tenant);
}

function refused(why: string): IsolationError {
  return new IsolationError(`a statement was not sent: ${why}`, {
    hint: "Nothing was read or written by it. This is a bug: it could have touched rows of another tenant.",
  });
}
