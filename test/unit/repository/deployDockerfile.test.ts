import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";

const dockerfile = readFileSync("deploy/Dockerfile", "utf8");
const ignoreFile = readFileSync("deploy/Dockerfile.dockerignore", "utf8");

interface Manifest {
  readonly bin: { readonly mltrain: string };
  readonly scripts: Readonly<Record<string, string>>;
}
interface LockFile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly hasInstallScript?: boolean }>>;
}
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const lockFile = JSON.parse(readFileSync("package-lock.json", "utf8")) as LockFile;

/** Arguments of every use of an instruction, in order. */
const argumentsOf = (instruction: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`^${instruction} (.*)$`, "gm"))].map(([, rest]) => rest ?? "");

/** What is copied from the folder that is built, rather than from another stage. */
const copiedFromContext = (): string[] =>
  argumentsOf("COPY")
    .filter((rest) => !rest.startsWith("--from="))
    .flatMap((rest) => rest.split(" ").slice(0, -1));

describe("deploy/Dockerfile", () => {
  it("pins one exact release of Node for all stages", () => {
    const images = new Set(argumentsOf("FROM").map((rest) => rest.split(" ")[0]));
    expect([...images]).to.have.length(1);
    expect([...images][0]).to.match(/^node:\d+\.\d+\.\d+-\w+-slim$/);
  });

  it("copies what is there, and what the ignore file lets through", () => {
    const sent = ignoreFile.split("\n").filter((line) => line.startsWith("!"));
    expect(copiedFromContext()).to.include.members(["package.json", "bin", "src"]);
    for (const source of copiedFromContext()) {
      expect(existsSync(source), source).to.equal(true);
      expect(sent, source).to.include(`!${source}`);
    }
    expect(ignoreFile.split("\n")).to.include("*");
  });

  it("runs as a user that is not root, given by number", () => {
    expect(argumentsOf("USER")).to.deep.equal(["1000:1000"]);
  });

  it("runs the package's own executable", () => {
    expect(dockerfile).to.include(`ln -s /app/${manifest.bin.mltrain} /usr/local/bin/mltrain`);
    expect(argumentsOf("ENTRYPOINT")).to.deep.equal(['["mltrain"]']);
  });

  it("needs no install script, neither of this package nor of one that is shipped", () => {
    expect(manifest.scripts).not.to.have.any.keys("preinstall", "install", "postinstall", "prepare");
    const shipped = Object.entries(lockFile.packages).filter(([, { dev }]) => dev !== true);
    const scripted = shipped.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(shipped.length).to.be.greaterThan(10);
    expect(scripted.map(([name]) => name)).to.deep.equal([]);
  });
});
