import { expect } from "chai";
import type { RollbackInput } from "../../../src/usecases/running/inputs.js";
import type { RollbackResult } from "../../../src/usecases/results/rollbackResult.js";
import { run, type Fakes } from "../../helpers/program/cli.js";
import { rollbackOutcomes } from "../results/outcomes.js";
import { commandResult, failure, tenantResult } from "../results/parts.js";

const COMMAND = "rollback --tenant 7 --model story_points";
const AT_A_TERMINAL = { terminal: { input: true, output: true, error: true }, environment: { NO_COLOR: "1" } };

function resultOf({ dryRun }: RollbackInput): RollbackResult {
  const outcome = rollbackOutcomes[dryRun ? "would-roll-back" : "rolled-back"];
  return { ...commandResult([tenantResult({ story_points: outcome })]), dryRun };
}

/** Runs a rollback, and returns the inputs of the use case and the questions to the user. */
async function rolling(commandLine: string, fakes: Fakes = {}, answer = "") {
  const inputs: RollbackInput[] = [];
  const questions: string[] = [];
  const ran = await run(commandLine, {
    useCases: {
      rollBack: (_platform, input) => {
        inputs.push(input);
        return Promise.resolve(resultOf(input));
      },
    },
    ask: (question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
    ...fakes,
  });
  return { ...ran, inputs, questions, dryRuns: inputs.map(({ dryRun }) => dryRun) };
}

describe("mltrain rollback", () => {
  it("rolls back without a question with --yes, and takes --to and --reason", async () => {
    const ran = await rolling(`${COMMAND} --to 2 --reason low --yes`);
    expect(ran.inputs).to.deep.equal([{ tenant: 7, models: ["story_points"], to: 2, reason: "low", dryRun: false }]);
    expect(ran).to.deep.include({ exitCode: 0, questions: [], stderr: "" });
    expect(ran.stdout).to.match(/version 2 replaces version 3; version 3 is quarantined/);
  });

  it("takes --pin and --unpin", async () => {
    const pinning = await rolling(`${COMMAND} --to 2 --pin --yes`);
    expect(pinning.inputs).to.deep.equal([{ tenant: 7, models: ["story_points"], to: 2, pin: "pin", dryRun: false }]);
    const unpinning = await rolling(`${COMMAND} --unpin --dry-run`);
    expect(unpinning.inputs).to.deep.equal([{ tenant: 7, models: ["story_points"], pin: "unpin", dryRun: true }]);
  });

  it("refuses without --yes and without a terminal, before it opens the database", async () => {
    const terminals = [
      { input: false, output: true, error: true },
      { input: true, output: true, error: false },
    ];
    for (const terminal of terminals) {
      const ran = await rolling(COMMAND, { terminal });
      expect(ran).to.deep.include({ exitCode: 64, stdout: "", inputs: [], opened: [] });
      expect(ran.stderr).to.match(/there is no terminal\n {2}Add --yes to confirm, or --dry-run/);
    }
  });

  it("shows what would happen with --dry-run, without a question", async () => {
    const ran = await rolling(`${COMMAND} --dry-run`);
    expect(ran).to.deep.include({ exitCode: 0, questions: [], dryRuns: [true] });
    expect(ran.stdout).to.match(/version 2 would replace version 3[\s\S]*nothing was changed/);
  });

  for (const answer of ["y", "Y", "yes", " y "]) {
    it(`shows what would happen at a terminal, asks, and rolls back on ${JSON.stringify(answer)}`, async () => {
      const ran = await rolling(COMMAND, AT_A_TERMINAL, answer);
      expect(ran.questions).to.deep.equal(["Continue? [y/N] "]);
      expect(ran).to.deep.include({ exitCode: 0, dryRuns: [true, false], closed: 1 });
      expect(ran.stderr).to.include("would replace version 3");
      expect(ran.stdout).to.include("replaces version 3").and.not.include("would");
    });
  }

  for (const answer of ["", "n", "no", "yep", "ja"]) {
    it(`changes nothing at a terminal on ${JSON.stringify(answer)}`, async () => {
      const ran = await rolling(COMMAND, AT_A_TERMINAL, answer);
      expect(ran).to.deep.include({ exitCode: 0, dryRuns: [true], stdout: "" });
      expect(ran.stderr).to.match(/Nothing was changed\.\n$/);
    });
  }

  it("prints only one document on stdout with --json", async () => {
    const yes = await rolling(`${COMMAND} --json`, AT_A_TERMINAL, "y");
    expect(JSON.parse(yes.stdout)).to.include({ command: "rollback", dryRun: false });
    const no = await rolling(`${COMMAND} --json`, AT_A_TERMINAL, "n");
    expect(JSON.parse(no.stdout)).to.include({ command: "rollback", dryRun: true });
  });

  it("does not ask if there is no earlier version", async () => {
    const rollBack = () =>
      Promise.resolve<RollbackResult>({
        ...commandResult(
          [tenantResult({ story_points: { ...failure, exitCode: 66, error: "no earlier version" } })],
          66,
        ),
        dryRun: true,
      });
    const ran = await rolling(COMMAND, { ...AT_A_TERMINAL, useCases: { rollBack } }, "y");
    expect(ran).to.deep.include({ exitCode: 66, questions: [], stderr: "" });
    expect(ran.stdout).to.include("no earlier version");
  });
});
