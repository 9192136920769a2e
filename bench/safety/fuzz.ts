import { join } from "node:path";
import fc from "fast-check";
import { migrations } from "../../src/adapters/migrations/runner.js";
import { commandLines } from "../../test/helpers/fuzz/commandLines.js";
import { configFiles, csvFiles } from "../../test/helpers/fuzz/files.js";
import { grafts } from "../../test/helpers/fuzz/wild.js";
import { wildCells } from "../../test/helpers/fuzz/wildRows.js";
import {
  fuzzWorld,
  tryArtefact,
  tryCommandLine,
  tryConfig,
  tryCsv,
  tryRows,
  type FuzzWorld,
} from "../../test/helpers/fuzz/world.js";
import { runProgram } from "../../test/helpers/program/program.js";
import type { Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

const SEED = 20_261_126;
/** An input that takes longer counts as a hang. */
const LONGEST_SECONDS = 30;
const MAXIMUM_MEBIBYTES = 1024;

interface Kind {
  readonly name: string;
  readonly count: number;
  run(world: FuzzWorld, count: number, seed: number): Promise<Found>;
}

interface Found {
  readonly bugs: number;
  readonly slowestSeconds: number;
}

/** Tries every input, and prints each failure with its input. */
function kind<Input>(
  name: string,
  count: number,
  inputs: fc.Arbitrary<Input>,
  attempt: (world: FuzzWorld, input: Input) => Promise<string | undefined>,
): Kind {
  return {
    name,
    count,
    async run(world, times, seed) {
      let [bugs, slowestSeconds] = [0, 0];
      for (const input of fc.sample(inputs, { numRuns: times, seed })) {
        const start = performance.now();
        const bug = await attempt(world, input);
        slowestSeconds = Math.max(slowestSeconds, (performance.now() - start) / 1000);
        if (bug === undefined) continue;
        bugs++;
        if (bugs <= 20)
          console.log(JSON.stringify({ part: "fuzz", kind: name, bug, input: fc.stringify(input).slice(0, 1000) }));
      }
      return { bugs, slowestSeconds };
    },
  };
}

const artefacts = fc.record({ which: fc.nat(2), grafts });
const rows = fc.record({ cells: wildCells, commands: fc.array(fc.nat(11), { minLength: 2, maxLength: 2 }) });

/** Only the rows depend on the database. */
const KINDS: readonly Kind[] = [
  kind("command lines", 8000, commandLines, tryCommandLine),
  kind("config files", 5000, configFiles, tryConfig),
  kind("CSV files", 4000, csvFiles, tryCsv),
  kind("artefacts", 4000, artefacts, tryArtefact),
];
const ROWS = kind("database rows", 1500, rows, tryRows);

/** Fuzzes in this process, in bulk. @param scale - the share of the full number of inputs. */
export async function fuzz(
  database: string,
  url: string,
  folder: string,
  {
    scale,
    seed = SEED,
    only = KINDS.concat(ROWS).map(({ name }) => name),
  }: { readonly scale: number; readonly seed?: number; readonly only?: readonly string[] },
): Promise<Target[]> {
  const opened = await openAsOwner(url, { create: true });
  const before = process.cwd();
  process.chdir(folder);
  try {
    await migrations(opened).up();
    const world = await fuzzWorld(opened, url, folder);
    let [inputs, bugs, slowest] = [0, 0, 0];
    for (const each of (database === "SQLite" ? [...KINDS, ROWS] : [ROWS]).filter(({ name }) => only.includes(name))) {
      const count = Math.max(1, Math.round(each.count * scale));
      const found = await each.run(world, count, seed);
      console.log(JSON.stringify({ part: "fuzz", database, kind: each.name, inputs: count, ...found }));
      inputs += count;
      bugs += found.bugs;
      slowest = Math.max(slowest, found.slowestSeconds);
    }
    const peak = process.resourceUsage().maxRSS / 1024;
    const of = `of ${String(inputs)} fuzzed inputs (${database})`;
    return [
      { name: `exit code 70 or a stack trace, ${of}`, figure: bugs, target: "0", met: bugs === 0 },
      {
        name: `seconds of the slowest ${of}`,
        figure: slowest,
        target: `≤ ${String(LONGEST_SECONDS)}`,
        met: slowest <= LONGEST_SECONDS,
      },
      {
        name: `peak MiB of the process, ${of}`,
        figure: peak,
        target: `≤ ${String(MAXIMUM_MEBIBYTES)}`,
        met: peak <= MAXIMUM_MEBIBYTES,
      },
    ];
  } finally {
    process.chdir(before);
    await opened.close();
  }
}

const PEAK = /^peak_rss_kib=(\d+)$/m;
const REPORT_PEAK = new URL("../support/reportPeak.js", import.meta.url).href;

/** Fuzzes command lines as whole processes, and ends one that hangs. */
export async function fuzzProcesses(folder: string, count: number, seed = SEED + 1): Promise<Target[]> {
  const database = await openAsOwner(join(folder, "small.sqlite"), { create: true });
  await migrations(database).up();
  await fuzzWorld(database, join(folder, "small.sqlite"), folder);
  await database.close();
  let [bugs, peak] = [0, 0];
  for (const { args, environment } of fc.sample(commandLines, { numRuns: count, seed })) {
    if ([...args, ...Object.values(environment)].some((text) => text.includes("\0"))) continue; // no process is given it
    const { code, stdout, stderr } = await runProgram(args, {
      cwd: folder,
      environment: { ...environment, NODE_OPTIONS: `--import ${REPORT_PEAK}` },
    });
    peak = Math.max(peak, Number(PEAK.exec(stderr)?.[1] ?? 0) / 1024);
    if (code !== null && code !== 70 && !/^\s+at .+:\d+:\d+\)?$/m.test(stdout + stderr)) continue;
    bugs++;
    console.log(JSON.stringify({ part: "fuzz", kind: "processes", code, stderr: stderr.slice(0, 2000), args }));
  }
  const of = `of ${String(count)} fuzzed processes`;
  console.log(JSON.stringify({ part: "fuzz", kind: "processes", processes: count, bugs, peak }));
  return [
    { name: `exit code 70, a stack trace or a hang, ${of}`, figure: bugs, target: "0", met: bugs === 0 },
    { name: `peak MiB, ${of}`, figure: peak, target: "≤ 400", met: peak <= 400 },
  ];
}
