import fc from "fast-check";
import { wildText } from "./wild.js";

const COMMANDS = [
  ...["assess", "train", "evaluate", "predict", "rollback", "job", "job ensure", "job run", "status", "replay"],
  ...["import", "migrate", "help", "", "asess", "--help", "--version"],
];
const SWITCHES = [
  ...["--all-tenants", "--json", "--force", "--dry-run", "--explain", "--detailed-exitcode", "--auto-rollback"],
  ...["--yes", "--pin", "--unpin", "--skip-bad-rows", "--status", "--no-color", "--help", "-h", "-V", "--", "--nosuch"],
];
const VALUED: Readonly<Record<string, readonly string[]>> = {
  "--tenant": ["1", "2", "0", "-1", "2147483647", "2147483648", "1.0", "01"],
  "--model": ["lead_time", "story_points", "rework_risk", "lead_time,rework_risk", "velocity"],
  "--shard": ["0/1", "1/2", "2/2", "0/0", "a/b", "0/1000000"],
  "--concurrency": ["1", "64", "0", "65"],
  "--as-of": ["2025-06-01", "2025-06-01T00:00+02:00", "1900-01-01", "9999-01-01", "2025-13-01"],
  "--policy": ["guarded", "classic", "random", "classic,guarded"],
  "--learners": ["all", "linear", "none"],
  "--db": [
    "small.sqlite",
    "missing.sqlite",
    "nowhere/x.sqlite",
    ".",
    "postgres://u:p@127.0.0.1:1/d",
    "mysql://u:p@h/d",
  ],
  "--source-db": ["small.sqlite", "missing.sqlite"],
  "--config": ["config.json", "missing.json", ".", "small.sqlite"],
  "--log-level": ["debug", "silent", "loud"],
  "--to": ["1", "2", "0", "2025-06-01"],
  "--reason": ["because", ""],
  "--key": ["T1-1", "T1-1,T1-2", ",", "T1-1,".repeat(200)],
  "--out": ["json", "csv", "table", "xml"],
  "--file": ["out.txt", "."],
  "--work-items": ["items.csv", "missing.csv", ".", "small.sqlite"],
  "--prs": ["items.csv", "missing.csv"],
  "--tenants": ["items.csv"],
  "--limit": ["1", "10000", "0"],
  "--version": ["1", "2", "99", "x"],
  "--at": ["2025-06-01", "never"],
  "--from": ["2025-01-01", "2030-01-01"],
  "--every": ["90d", "9999d", "0d", "1w"],
  "--svg": ["x.svg"],
  "--max-seconds": ["1", "0", "604801", "ten"],
  "--window": ["00:00-24:00", "01:00-05:00 Europe/Berlin", "25:00-26:00", "01:00-05:00 Mars/Olympus"],
};
const VARIABLES: Readonly<Record<string, string>> = {
  MLTRAIN_TENANT: "--tenant",
  MLTRAIN_MODEL: "--model",
  MLTRAIN_SHARD: "--shard",
  MLTRAIN_AS_OF: "--as-of",
  MLTRAIN_CONCURRENCY: "--concurrency",
  MLTRAIN_CONFIG: "--config",
  MLTRAIN_POLICY: "--policy",
  MLTRAIN_LOG_LEVEL: "--log-level",
  MLTRAIN_MAX_SECONDS: "--max-seconds",
  MLTRAIN_WINDOW: "--window",
  MLTRAIN_SHARDS: "--limit",
  JOB_COMPLETION_INDEX: "--limit",
  MLTRAIN_JSON: "--log-level",
  MLTRAIN_ALL_TENANTS: "--log-level",
};

/** A command line and its environment. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Mostly values that the option accepts, or nearly accepts. Database names stay in the working folder. */
const valueOf = (flag: string): fc.Arbitrary<string> => {
  const usual = fc.constantFrom(...(VALUED[flag] ?? [""]));
  if (/db$|config|file|svg|work-items|prs|tenants$/.test(flag)) return usual;
  return fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: wildText });
};

const flag: fc.Arbitrary<string[]> = fc.oneof(
  fc.constantFrom(...SWITCHES).map((name) => [name]),
  fc.constantFrom(...Object.keys(VALUED)).chain((name) =>
    fc.oneof(
      valueOf(name).map((value) => [name, value]),
      valueOf(name).map((value) => [`${name}=${value}`]),
    ),
  ),
);
const stray = wildText.filter((text) => !text.includes(".sqlite")).map((text) => [text]);
const usualTenant = fc.constantFrom<string[]>([], ["--tenant", "1"], ["--tenant", "1", "--model", "lead_time"]);

export const commandLines: fc.Arbitrary<CommandLine> = fc
  .record({
    command: fc.constantFrom(...COMMANDS),
    tenant: usualTenant,
    flags: fc.array(fc.oneof({ weight: 8, arbitrary: flag }, { weight: 1, arbitrary: stray }), { maxLength: 6 }),
    environment: fc
      .array(
        fc.constantFrom(...Object.entries(VARIABLES)).chain(([name, as]) => valueOf(as).map((value) => [name, value])),
        { maxLength: 2 },
      )
      .map((entries) => Object.fromEntries(entries) as Record<string, string>),
  })
  .map(({ command, tenant, flags, environment }) => ({
    args: [...command.split(" ").filter((word) => word !== ""), ...tenant, ...flags.flat()],
    environment: { MLTRAIN_DB: "small.sqlite", ...environment },
  }));
