import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { JUDGED, statementHash, type Judged } from "../../../src/adapters/database/guard/guard.js";
import { encodeAdmission } from "../../../src/adapters/database/guard/statement/verdict.js";
import type { DatabaseKind } from "../databases/databases.js";

/** A statement that the program sends, what for, and what it is let through with; see verdict.ts. */
export interface KnownStatement {
  readonly purpose: string;
  readonly admission: string;
  readonly sql: string;
}

/** The statements that are let through while `work` goes on, each once, in order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<KnownStatement[]> {
  const seen = new Map<string, KnownStatement>();
  const note = (message: unknown): void => {
    const { purpose, sql, admission } = message as Judged;
    seen.set(`${purpose}\n${sql}`, { purpose, admission: encodeAdmission(admission), sql });
  };
  subscribe(JUDGED.name, note);
  try {
    await work();
  } finally {
    unsubscribe(JUDGED.name, note);
  }
  return [...seen.keys()].sort().map((key) => seen.get(key) as KnownStatement);
}

const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const listOf = (kind: DatabaseKind): string => root(`test/statements/${kind}.json`);

/** The statements that are known when the program is built. */
export function readStatements(kind: DatabaseKind): KnownStatement[] {
  return JSON.parse(readFileSync(listOf(kind), "utf8")) as KnownStatement[];
}

/** Writes the list, and what the program is built with of it. */
export function writeStatements(kind: DatabaseKind, statements: readonly KnownStatement[]): void {
  writeFileSync(listOf(kind), `${JSON.stringify(statements, undefined, 2)}\n`);
  writeFileSync(root(`src/adapters/database/guard/known/${kind}.ts`), sourceOf(statements));
}

function sourceOf(statements: readonly KnownStatement[]): string {
  const entries = statements
    .map(({ purpose, sql, admission }) => [statementHash(purpose, sql), admission] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hash, admission]) => `  ${/^[A-Za-z_]\w*$/.test(hash) ? hash : `"${hash}"`}: "${admission}",\n`);
  return `import type { KnownStatements } from "../guard.js";

/** Written by test/integration/isolation/guardStatements.test.ts under MLTRAIN_UPDATE_STATEMENTS=1; that test holds it true. */
export const STATEMENTS: KnownStatements = {
${entries.join("")}};
`;
}
