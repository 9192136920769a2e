import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { bytecodeFile } from "../../bin/compiledProgram.js";
import { PROGRAM } from "../helpers/program.js";

const BUNDLE = join(dirname(PROGRAM), "program.js");
const KEPT = bytecodeFile(BUNDLE);

describe("the kept bytecode", () => {
  before("is that of the engine that runs the tests, or of the build's", function () {
    const made = readdirSync(dirname(PROGRAM)).filter((name) => name.startsWith("bytecode-"));
    expect(made).to.have.length.at.least(1);
    if (!made.includes(basename(KEPT))) this.skip();
  });

  it("is taken by the engine, with the flags that the program sets", () => {
    const flags = fileURLToPath(new URL("../../bin/engineFlags.js", import.meta.url));
    const script = `import { readFileSync } from "node:fs";
      import { Script } from "node:vm";
      import { setEngineFlags } from ${JSON.stringify(pathToFileURL(flags))};
      setEngineFlags();
      const cachedData = readFileSync(${JSON.stringify(KEPT)});
      console.log(new Script(readFileSync(${JSON.stringify(BUNDLE)}, "latin1"), { cachedData }).cachedDataRejected);`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect({ stdout, stderr }).to.deep.equal({ stdout: "false\n", stderr: "" });
  });

  describe("of another engine, or none", () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "mltrain-bytecode-"));
      cpSync("package.json", join(folder, "package.json"));
      cpSync(dirname(PROGRAM), join(folder, "dist", "program"), { recursive: true });
      symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
      file = bytecodeFile(join(folder, "dist", "program", "program.js"));
    });

    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    const changes: Readonly<Record<string, () => void>> = {
      "is not there": () => {
        rmSync(file);
      },
      "is empty": () => {
        truncateSync(file);
      },
      "is cut short": () => {
        truncateSync(file, 100_000);
      },
      "is of another version": () => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(1, 4, 8));
      },
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`${what}: the program does the same`, () => {
        change();
        const program = join(folder, "dist", "program", "mltrain.js");
        const args = ["migrate", "--db", join(folder, "mltrain.sqlite")];
        const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
          encoding: "utf8",
          env: { MLTRAIN_LOG_LEVEL: "warn" },
        });
        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      });
    }
  });
});
