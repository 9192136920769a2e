import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { PROGRAM, runProgram, startCommand, startProgram } from "../../helpers/program/program.js";
import { newFolder } from "../../helpers/program/seededFiles.js";

/** A config file with an error at its end, which shows that all of it was read. */
const CONFIG = '{ "seed": 1, "sed": 2 }';
const READ = /sed: unknown key; did you mean seed\?/;

function newPipe(): string {
  const pipe = join(newFolder(), "pipe");
  execFileSync("mkfifo", [pipe]);
  return pipe;
}

describe("a pipe in place of a file", () => {
  it("blocks until it has data, or until a signal", async () => {
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      for (const args of [
        ["status", "--tenant", "1", "--config", newPipe()],
        ["import", "--tenant", "1", "--work-items", newPipe()],
      ]) {
        const cwd = newFolder();
        expect((await runProgram(["migrate"], { cwd })).code).to.equal(0);
        const { child, finished } = startProgram(args, { cwd });
        await sleep(1000);
        expect(child.exitCode).to.equal(null);
        const signalled = performance.now();
        child.kill(signal);
        expect((await finished).code).to.equal(code);
        expect(performance.now() - signalled).to.be.below(5000);
      }
    }
  });

  it("is read to its end, even if the writer is late", async () => {
    const pipe = newPipe();
    const { finished } = startProgram(["status", "--tenant", "1", "--config", pipe]);
    await sleep(300);
    await writeFile(pipe, CONFIG);
    expect((await finished).stderr).to.match(READ);
  });

  it("may come from the shell", async () => {
    const start = `"${process.execPath}" "${PROGRAM}" status --tenant 1 --config`;
    for (const line of [
      `${start} <(sleep 0.3; echo '${CONFIG}')`,
      `echo '${CONFIG}' | ${start} /dev/stdin`,
      `${start} /dev/fd/5 5<<< '${CONFIG}'`,
      `echo '${CONFIG}' | ${start} /dev/fd/3 3<&0`,
    ])
      expect((await startCommand("bash", ["-c", line], {}).finished).stderr, line).to.match(READ);
    const sent = await runProgram(["status", "--tenant", "1", "--config", "/dev/stdin"], { input: CONFIG });
    expect(sent.stderr).to.match(READ);
  });

  it("does not exist if its file descriptor is not open", async () => {
    for (const number of ["3", "4", "6", "15", "99"]) {
      const path = `/dev/fd/${number}`;
      const { code, stderr } = await runProgram(["status", "--tenant", "1", "--config", path]);
      expect(stderr).to.match(/^mltrain: cannot read the config file \/dev\/fd\/\d+: /);
      expect(code).to.equal(78);
    }
  });

  it("is read up to the maximum size of a config file", async () => {
    const { code, stderr } = await runProgram(["status", "--tenant", "1", "--config", "/dev/zero"]);
    expect(stderr).to.match(/^mltrain: cannot read the config file \/dev\/zero: it is larger than 8 MiB\n/);
    expect(code).to.equal(78);
  });
});
