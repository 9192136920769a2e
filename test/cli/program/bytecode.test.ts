import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
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
import { expect } from "chai";
import { bytecodeFile } from "../../../bin/compiledProgram.js";
import { PROGRAM } from "../../helpers/program/program.js";

const BUNDLE = join(dirname(PROGRAM), "program.js");
const KEPT = bytecodeFile(BUNDLE);

describe("the kept bytecode", () => {
  before("is that of the engine that runs the tests, or of the build's", function () {
    const made = readdirSync(dirname(PROGRAM)).filter((name) => name.startsWith("bytecode-"));
    expect(made).to.have.length.at.least(1);
    if (!made.includes(basename(KEPT))) this.skip();
  });

  it("is taken by the engine, with the flags that the program sets", () => {
    const inBin = (name: string): string => JSON.stringify(new URL(`../../../bin/${name}.js`, import.meta.url).href);
    const script = `import { compiledProgram } from ${inBin("compiledProgram")};
      import { setEngineFlags } from ${inBin("engineFlags")};
      setEngineFlags();
      console.log(compiledProgram(${JSON.stringify(BUNDLE)}).fromBytecode);`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
      env: {},
    });
    expect({ stdout, stderr }).to.deep.equal({ stdout: "true\n", stderr: "" });
  });

  it("does not name the folder that it was made in", () => {
    expect(readFileSync(KEPT).includes(process.cwd())).to.equal(false);
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
        change(file, (bytes) => bytes.fill(1, HASH_BYTES + 4, HASH_BYTES + 8));
      },
      "is damaged": () => {
        change(file, (bytes) => bytes.fill(0, bytes.length / 2));
      },
      "is a folder": () => {
        rmSync(file);
        mkdirSync(file);
      },
      "is a pipe that nobody writes to": () => {
        rmSync(file);
        execFileSync("mkfifo", [file]);
      },
    };
    for (const [what, corrupt] of Object.entries(changes)) {
      it(`${what}: the program does the same`, () => {
        corrupt();
        const { status, stderr } = run(["migrate", "--db", join(folder, "mltrain.sqlite")]);
        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      });
    }

    it("is of another text of the same length: the new text is run", () => {
      const said = "there is no SQLite file";
      change(join(dirname(file), "program.js"), (bytes) =>
        Buffer.from(bytes.toString("latin1").replaceAll(said, said.toUpperCase()), "latin1"),
      );
      const { status, stderr } = run(["status", "--tenant", "1", "--db", join(folder, "none.sqlite")]);
      expect(status).to.equal(78);
      expect(stderr).to.include(said.toUpperCase());
    });

    it("a program that is not there or not whole is a bug, and not a model that failed", () => {
      const program = join(dirname(file), "program.js");
      truncateSync(program, 800_000);
      expect(run(["--version"]).status).to.equal(70);
      rmSync(program);
      expect(run(["--version"]).status).to.equal(70);
    });

    function run(args: readonly string[]) {
      return spawnSync(process.execPath, [join(folder, "dist", "program", "mltrain.js"), ...args], {
        encoding: "utf8",
        env: { MLTRAIN_LOG_LEVEL: "warn" },
        timeout: 20_000,
      });
    }
  });
});

/** Of the hash in front of V8's own header. */
const HASH_BYTES = 32;

function change(file: string, how: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, how(readFileSync(file)));
}
