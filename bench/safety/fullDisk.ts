import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../test/helpers/program/program.js";
import { tamper } from "../../test/helpers/program/seededFiles.js";
import { findBroken, findStuck, letTimePass, makeRing, openNextRun } from "../../test/helpers/program/survival.js";
import { missing, type Target } from "../support/targets.js";
import { openAsOwner } from "../../test/helpers/databases/unguarded.js";

/** Bytes left on the disk: from none to enough for a part of a run. */
const ROOM = [0, 32, 80, 96, 104, 112, 120, 160].map((kibibytes) => kibibytes * 1024);

interface Seen {
  readonly room: string;
  readonly code: number | null;
  readonly wrong: readonly string[];
}

/** Runs a job on an embedded database on disks with different free space, and on a read-only disk. */
export async function fullDisk(): Promise<Target[]> {
  const folder = mkdtempSync(join(tmpdir(), "mltrain-disk-"));
  const whole = join(folder, "whole.sqlite");
  try {
    await makeRing(join(folder, "made.sqlite"), [1]);
    // The newest writes may still be in the write-ahead log beside the file.
    await tamper(join(folder, "made.sqlite"), `vacuum into '${whole}'`);
    const seen: Seen[] = [];
    for (const room of ROOM) seen.push(await onDisk(folder, whole, room, false));
    const readOnly = await onDisk(folder, whole, 1024 * 1024, true);
    console.log(JSON.stringify({ table: "disk", seen, readOnly }));
    return [
      target("runs on a full disk that did not end with 69 (0 where there was room), or left something", seen, [69, 0]),
      target("runs on a read-only disk that did not end with 78, or left something", [readOnly], [78]),
    ];
  } catch (error) {
    if (!/mount/.test(String(error))) throw error;
    missing("a disk to fill", "run as a user who may mount a tmpfs");
    return [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function target(name: string, seen: readonly Seen[], codes: readonly number[]): Target {
  const wrong = seen.filter((each) => each.wrong.length > 0 || !codes.includes(each.code ?? -1)).length;
  const isThere = seen.some(({ code }) => code === codes[0]);
  return { name, figure: `${String(wrong)} of ${String(seen.length)}`, target: "0", met: wrong === 0 && isThere };
}

/** Runs on a disk of its own, then again when there is room. */
async function onDisk(folder: string, whole: string, room: number, readOnly: boolean): Promise<Seen> {
  const disk = join(folder, "disk");
  const file = join(disk, "full.sqlite");
  const afterwards = join(folder, "afterwards.sqlite");
  mkdirSync(disk, { recursive: true });
  // The write-ahead log and its index exist before anything is written.
  const size = statSync(whole).size + 64 * 1024 + room;
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${String(Math.ceil(size / 4096) * 4096)}`, "mltrain", disk]);
  try {
    copyFileSync(whole, file);
    if (room === 0) fill(disk);
    if (readOnly) execFileSync("mount", ["-o", "remount,ro", disk]);
    const { code, stderr } = await runProgram(["job", "run", "--tenant", "1", "--db", file, "--log-level", "error"]);
    for (const part of ["", "-wal"]) copyIfThere(`${file}${part}`, `${afterwards}${part}`);
    const wrong = [...(/^ {2,}at /m.test(stderr) ? [stderr] : []), ...(await findLeft(afterwards))];
    return { room: readOnly ? "read-only" : String(room), code, wrong };
  } finally {
    execFileSync("umount", [disk]);
    for (const part of ["", "-wal", "-shm"]) rmSync(`${afterwards}${part}`, { force: true });
  }
}

/** Fills the disk. */
function fill(disk: string): void {
  try {
    for (let i = 0; ; i++) writeFileSync(join(disk, `filler-${String(i)}`), Buffer.alloc(4096));
  } catch {
    return; // full
  }
}

function copyIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) copyFileSync(from, to);
}

async function findLeft(url: string): Promise<string[]> {
  const database = await openAsOwner(url);
  const platform = await openNextRun(url);
  try {
    const [check] = await database.knex.raw<{ integrity_check: string }[]>("pragma integrity_check");
    const broken = check?.integrity_check === "ok" ? [] : [`integrity: ${JSON.stringify(check)}`];
    broken.push(...(await findBroken(platform, 1)));
    await letTimePass(database, 1);
    return [...broken, ...(await findStuck(platform, database, 1))];
  } finally {
    await platform.close();
    await database.close();
  }
}
