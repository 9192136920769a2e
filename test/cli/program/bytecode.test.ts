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
const BYTECODE = bytecodeFile(BUNDLE);

describe("the stored bytecode", () => {
  before("exists for the engine of the tests, or the tests are skipped", function () {
    const files = readdirSync(dirname(PROGRAM)).filter((name) => name.startsWith("bytecode-"));
    expect(files).to.have.length.at.least(1);
    if (!files.includes(basename(BYTECODE))) this.skip();
  });

  it("is accepted by the engine with the flags of the program", () => {
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

  it("does not contain the path of its build folder", () => {
    expect(readFileSync(BYTECODE).includes(process.cwd())).to.equal(false);
  });

  describe("that cannot be used", () => {
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
      "is missing": () => {
        rmSync(file);
      },
      "is empty": () => {
        truncateSync(file);
      },
      "is truncated": () => {
        truncateSync(file, 100_000);
      },
      "is from another version": () => {
        change(file, (bytes) => bytes.fill(1, HASH_BYTES + 4, HASH_BYTES + 8));
      },
      "is damaged": () => {
        change(file, (bytes) => bytes.fill(0, bytes.length / 2));
      },
      "is a folder": () => {
        rmSync(file);
        mkdirSync(file);
      },
      "is a pipe without a writer": () => {
        rmSync(file);
        execFileSync("mkfifo", [file]);
      },
    };
    for (const [what, corrupt] of Object.entries(changes)) {
      it(`${what}: the program runs the same`, () => {
        corrupt();
        const { status, stderr } = run(["migrate", "--db", join(folder, "mltrain.sqlite")]);
        expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
      });
    }

    it("is from another text of the same length: the new text is run", () => {
      const said = "there is no SQLite file";
      change(join(dirname(file), "program.js"), (bytes) =>
        Buffer.from(bytes.toString("latin1").replaceAll(said, said.toUpperCase()), "latin1"),
      );
      const { status, stderr } = run(["status", "--tenant", "1", "--db", join(folder, "none.sqlite")]);
      expect(status).to.equal(78);
      expect(stderr).to.include(said.toUpperCase());
    });

    it("exits with 70 if the program file is missing or truncated", () => {
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

/** Length of the hash before the header of V8. */
const HASH_BYTES = 32;

function change(file: string, edit: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, edit(readFileSync(file)));
}
