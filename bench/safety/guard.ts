import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Guard, type KnownStatements } from "../../src/adapters/database/guard/guard.js";
import { STATEMENTS as POSTGRES } from "../../src/adapters/database/guard/known/postgres.js";
import { STATEMENTS as SQLITE } from "../../src/adapters/database/guard/known/sqlite.js";
import { Purpose } from "../../src/adapters/database/guard/statement/purpose.js";
import { decodeAdmission } from "../../src/adapters/database/guard/statement/verdict.js";
import { parseTenantId } from "../../src/domain/tenant.js";
import { mutants } from "../../test/helpers/leaks/mutants.js";
import { JOINED, NESTED, ONE_RELATION } from "../../test/helpers/leaks/reads.js";
import { NOT_THE_TENANT, OTHER_KINDS, POSTGRES_TRICKS, SQLITE_TRICKS } from "../../test/helpers/leaks/tricks.js";
import { bound, type Bound } from "../../test/helpers/leaks/twins.js";
import { CHANGES, INSERTS } from "../../test/helpers/leaks/writes.js";
import { readStatements } from "../../test/helpers/leaks/statements.js";
import { tamper } from "../../test/helpers/program/seededFiles.js";
import { storeTenants } from "../support/platform.js";
import { mustRunMltrain, runMltrain } from "../support/process.js";
import type { Target } from "../support/targets.js";

const MINE = Purpose.ofTenant(parseTenantId("1"));
const TWINS = [ONE_RELATION, NESTED, JOINED, INSERTS, CHANGES];
const KINDS = ["sqlite", "postgres"] as const;
type Kind = (typeof KINDS)[number];
const KNOWN: Readonly<Record<Kind, KnownStatements>> = { sqlite: SQLITE, postgres: POSTGRES };
const TRICKS: Readonly<Record<Kind, readonly Bound[]>> = { sqlite: SQLITE_TRICKS, postgres: POSTGRES_TRICKS };

/** Measures what the guard refuses and accepts, and its cost per statement and at the start. */
export async function guardFigures(folder: string): Promise<Target[]> {
  const targets: Target[] = [];
  for (const kind of KINDS) targets.push(...(await verdicts(kind)), ...(await costs(kind)));
  return [...targets, ...(await starts(folder))];
}

async function passes(guard: Guard, { sql, bindings }: Bound): Promise<boolean> {
  const sent = guard.check({ config: {} }, {}, { sql, bindings, queryContext: MINE });
  return sent.then(
    () => true,
    () => false,
  );
}

async function verdicts(kind: Kind): Promise<Target[]> {
  const guard = new Guard(kind, {});
  const select = "select id from work_items where tenant_id = :me";
  const leaks = [
    ...TWINS.flatMap((twins) => twins.leaks).map((text) => bound(text, kind)),
    ...OTHER_KINDS.map((text) => bound(text, kind)),
    ...TRICKS[kind],
    ...NOT_THE_TENANT.map((value) => ({ ...bound(select, kind), bindings: [value] })),
  ];
  const sent = readStatements(kind).filter(({ purpose }) => purpose === MINE.key);
  const count = async (statements: readonly Bound[], wanted: boolean): Promise<Omit<Target, "name">> => {
    let found = 0;
    for (const statement of statements) if ((await passes(guard, statement)) === wanted) found++;
    const all = String(statements.length);
    return { figure: `${String(found)} of ${all}`, target: "all", met: found === statements.length };
  };
  const correct = TWINS.flatMap((twins) => twins.correct).map((text) => bound(text, kind));
  const mutated = sent.flatMap((statement) => mutants(statement, kind));
  return [
    { name: `${kind}: hand-written leaks refused`, ...(await count(leaks, false)) },
    { name: `${kind}: mutants of the program's statements refused`, ...(await count(mutated, false)) },
    { name: `${kind}: their correct counterparts accepted`, ...(await count(correct, true)) },
    { name: `${kind}: the program's statements accepted`, ...(await count(sent.map(asSent), true)) },
  ];
}

/** A statement with bindings that tie it to the tenant. */
function asSent({ sql, admission }: { sql: string; admission: string }): Bound {
  const { parameters, ties } = decodeAdmission(admission);
  const own = new Set(ties.flat());
  return { sql, bindings: Array.from({ length: parameters }, (_, position) => (own.has(position) ? 1 : "x")) };
}

const ROUNDS = 200;

async function costs(kind: Kind): Promise<Target[]> {
  const statements = readStatements(kind)
    .filter(({ purpose }) => purpose === MINE.key)
    .map(asSent);
  const unknown = new Guard(kind, {});
  await passes(unknown, bound("select id from prs where tenant_id = :me", kind)); // the parser is loaded
  const parsed = await microseconds(unknown, statements);
  const known = new Guard(kind, KNOWN[kind]);
  const hashed = await microseconds(known, statements);
  let cached = Infinity;
  for (let round = 0; round < ROUNDS; round++) cached = Math.min(cached, await microseconds(known, statements));
  const size = statements.length;
  console.log(JSON.stringify({ kind, statements: size, microseconds: { parsed, hashed, cached } }));
  const figure = (name: string, value: number, maximum: number): Target => {
    return {
      name: `${kind}: ${name}, µs a statement`,
      figure: value,
      target: `≤ ${String(maximum)}`,
      met: value <= maximum,
    };
  };
  return [figure("cached", cached, 20), figure("known, not cached", hashed, 500), figure("parsed", parsed, 10_000)];
}

async function microseconds(guard: Guard, statements: readonly Bound[]): Promise<number> {
  const start = performance.now();
  for (const statement of statements) if (!(await passes(guard, statement))) throw new Error(statement.sql);
  return (1000 * (performance.now() - start)) / statements.length;
}

const RUNS = 5;

/** Runs whole processes with the platform's names, whose statements are known, and with mapped names, which are parsed. */
async function starts(folder: string): Promise<Target[]> {
  const database = join(folder, "guard.sqlite");
  const config = join(folder, "guard.json");
  const table = { work_items: { table: "items" }, prs: { table: "requests" } };
  await storeTenants(database, [{ id: 1, workItems: 300, pullRequests: 200 }]);
  await tamper(database, "create view items as select * from work_items", "create view requests as select * from prs");
  writeFileSync(config, JSON.stringify({ relations: table }));
  const options = ["--db", database, "--tenant", "1", "--as-of", "2025-07-01"];
  await mustRunMltrain(["train", ...options]);
  const targets: Target[] = [];
  for (const command of ["status", "assess", "train"]) {
    const own = await median([command, ...options]);
    const mapped = await median([command, ...options, "--config", config]);
    console.log(JSON.stringify({ command, seconds: { own, mapped } }));
    if (command === "status") continue;
    const name = `${command}: the parser's load, where names are mapped, seconds`;
    targets.push({ name, figure: mapped - own, target: "≤ 0.5", met: mapped - own <= 0.5 });
  }
  return targets;
}

async function median(args: readonly string[]): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) seconds.push((await runMltrain([...args])).seconds);
  return seconds.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}
