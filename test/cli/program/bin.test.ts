import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Writable } from "node:stream";
import { expect } from "chai";
import { writerTo } from "../../../bin/writer.js";
import { UsageError } from "../../../src/errors.js";
import { PROGRAM } from "../../helpers/program/program.js";
import { newFolder } from "../../helpers/program/seededFiles.js";

const BIN = resolve(dirname(fileURLToPath(import.meta.url)), "../../../bin");

/** Returns every package that a compiled file loads, by its static imports. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  for (const [, name = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|(?:import|export) [^;=]*? from) "([^"]+)";/gm,
  )) {
    if (!name.startsWith(".")) packages.add(name);
    const path = join(dirname(file), name);
    if (!name.startsWith(".") || seen.has(path)) continue;
    seen.add(path);
    for (const each of packagesOf(path, seen)) packages.add(each);
  }
  return packages;
}

describe("the program", () => {
  it("loads only commander until a command runs", () => {
    expect([...packagesOf(join(BIN, "program.js"))].filter((name) => !name.startsWith("node:"))).to.deep.equal([
      "commander",
    ]);
  });

  it("prints the version of package.json", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, "--version"], { encoding: "utf8" });
    expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("exits with 64 on a wrong flag, and prints nothing on stdout", () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, "assess", "--tenat", "1"], {
      encoding: "utf8",
    });
    expect({ status, stdout }).to.deep.equal({ status: 64, stdout: "" });
    expect(stderr).to.include("Did you mean --tenant?");
  });

  it("is quiet if its reader closes the pipe", async () => {
    const child = spawn(process.execPath, [PROGRAM, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, "exit")) as [number];
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
  });

  it("exits with 70 and a stack on an uncaught error", () => {
    const bugs = join(BIN, "bugs.js");
    const script = `import { bugsExitWith } from ${JSON.stringify(bugs)}; bugsExitWith(70); setTimeout(() => { throw new Error("late") });`;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(status).to.equal(70);
    expect(stderr).to.include("Error: late");
  });

  it("stops at the first signal, and at once at the second", async () => {
    const stopSignal = join(BIN, "stopSignal.js");
    const script = `import { stopSignal } from ${JSON.stringify(stopSignal)};
      const { signal } = stopSignal();
      signal.addEventListener("abort", () => console.log(signal.reason));
      setInterval(() => {}, 1000);
      console.log("ready");`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    const [reason] = (await once(child.stdout, "data")) as [Buffer];
    expect(reason.toString()).to.equal("SIGTERM\n");
    child.kill("SIGINT");
    // Exits with a code, because a signal would not end the first process of a container.
    expect(await once(child, "exit")).to.deep.equal([130, null]);
  });
});

describe("writerTo", () => {
  const failing = (code: string) =>
    new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error(code), { code }));
      },
    });

  it("ignores a broken pipe, also at the next write", async () => {
    const write = writerTo(failing("EPIPE"));
    await write("a");
    await write("b");
  });

  it("reports a full disk", async () => {
    const error: unknown = await writerTo(failing("ENOSPC"))("a").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(UsageError).with.property("message", "cannot write the output: ENOSPC");
  });
});

const FULL_DISK = "/dev/full";

describe("a full disk", () => {
  before(function () {
    if (!existsSync(FULL_DISK)) this.skip();
  });

  function run(args: readonly string[], full: "stdout" | "stderr") {
    const disk = openSync(FULL_DISK, "w");
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      cwd: newFolder(),
      encoding: "utf8",
      stdio: ["ignore", full === "stdout" ? disk : "pipe", full === "stderr" ? disk : "pipe"],
    });
    closeSync(disk);
    return { status, stdout, stderr };
  }

  it("makes the program exit with 64 with a message if it is for stdout", () => {
    for (const args of [["migrate"], ["migrate", "--json"], ["--help"]]) {
      const { status, stderr } = run(args, "stdout");
      expect(status).to.equal(64);
      expect(stderr).to.match(/^mltrain: cannot write the output: ENOSPC: .*\n {2}The command did its work/);
      expect(stderr).to.not.include("    at ");
    }
  });

  it("is ignored if it is for the log or the errors", () => {
    expect(run(["migrate", "--json", "--log-level", "debug"], "stderr").status).to.equal(0);
    expect(run(["status", "--tenant", "1"], "stderr").status).to.equal(78);
  });
});
