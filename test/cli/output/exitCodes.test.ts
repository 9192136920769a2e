import { expect } from "chai";
import {
  ArtefactError,
  BadDataError,
  ConfigurationError,
  DatabaseUnavailableError,
  InterruptedError,
  IsolationError,
  ModelFailedError,
  NotFoundError,
  TryLaterError,
  UsageError,
} from "../../../src/errors.js";
import type { AssessOutcome } from "../../../src/usecases/results/assessResult.js";
import type { EvaluateOutcome } from "../../../src/usecases/results/evaluateResult.js";
import { run } from "../../helpers/program/cli.js";
import { FULL } from "../results/commands.js";
import { assessment, evaluateOutcomes, insufficient, kept } from "../results/outcomes.js";
import { commandResult, failure, tenantResult } from "../results/parts.js";

/** Fails with any value, as an abort fails with its reason. */
const failing = (reason: unknown) => async (): Promise<never> => {
  AbortSignal.abort(reason).throwIfAborted();
  return Promise.reject(new Error("unreachable"));
};
const thrown = (error: unknown) => ({ useCases: { assess: failing(error) } });

describe("the exit code", () => {
  const errors = [
    [new UsageError("no"), 64],
    [new BadDataError("no"), 65],
    [new NotFoundError("no"), 66],
    [new DatabaseUnavailableError("no"), 69],
    [new ArtefactError("no"), 73],
    [new TryLaterError("no"), 75],
    [new IsolationError("no"), 77],
    [new ConfigurationError("no"), 78],
    [new ModelFailedError("no"), 1],
    [new InterruptedError("SIGINT"), 130],
    [new InterruptedError("SIGTERM"), 143],
  ] as const;
  for (const [error, code] of errors) {
    it(`is ${String(code)} for ${error.name}: ${error.message}; closes the platform, and prints no stack`, async () => {
      const ran = await run("assess --tenant 1", thrown(error));
      expect(ran).to.deep.include({ exitCode: code, stdout: "", stderr: `mltrain: ${error.message}\n`, closed: 1 });
    });
  }

  it("is 130 or 143 if the reason of an abort is thrown", async () => {
    const importFiles = (reason: string) => ({ useCases: { importFiles: failing(reason) } });
    expect((await run("import --tenant 1 --prs p.csv", importFiles("SIGINT"))).exitCode).to.equal(130);
    expect(await run("import --tenant 1 --prs p.csv", importFiles("SIGTERM"))).to.deep.include({
      exitCode: 143,
      closed: 1,
    });
  });

  it("is 70 with the stack for any other error", async () => {
    const { exitCode, stderr } = await run("assess --tenant 1", thrown(new TypeError("x is not a function")));
    expect(exitCode).to.equal(70);
    expect(stderr).to.match(
      /^mltrain: x is not a function\n {2}This is a bug.*\nTypeError: x is not a function\n {4}at /,
    );
    expect((await run("assess --tenant 1", thrown("a text"))).stderr).to.match(/^mltrain: a text\n/);
  });

  it("is printed without a password", async () => {
    const secret = "postgres://mltrain:s3cr3t@db.example/platform";
    for (const error of [new Error(`no route to ${secret}`), new DatabaseUnavailableError(secret, { hint: secret })]) {
      const { stderr, stdout } = await run("assess --tenant 1 --json", thrown(error));
      expect(stderr + stdout).to.include("postgres://***@db.example/platform");
      expect(stderr + stdout).to.not.match(/s3cr3t|mltrain:s/);
    }
  });

  it("is that of the result", async () => {
    expect((await run("assess --all-tenants", { useCases: FULL })).exitCode).to.equal(73);
    expect((await run("train --all-tenants", { useCases: FULL })).exitCode).to.equal(73);
    expect((await run("import --tenant 1 --prs p.csv", { useCases: FULL })).exitCode).to.equal(65);
    expect((await run("migrate --status", { useCases: FULL })).exitCode).to.equal(78);
    expect((await run("status --tenant 1", { useCases: FULL })).exitCode).to.equal(0);
  });

  const assessed = (exitCode: 0 | 1 | 75 | 73, ...outcomes: AssessOutcome[]) => ({
    useCases: {
      assess: () =>
        Promise.resolve(
          commandResult(
            outcomes.map((outcome) => tenantResult({ lead_time: outcome })),
            exitCode,
          ),
        ),
    },
  });
  const retrain: AssessOutcome = { outcome: "assessed", assessment: assessment() };
  const keep: AssessOutcome = { outcome: "assessed", assessment: kept };
  const detailed = "assess --all-tenants --detailed-exitcode";

  it("is 2 if a model needs retraining, only with --detailed-exitcode", async () => {
    expect((await run("assess --all-tenants", assessed(0, keep, retrain))).exitCode).to.equal(0);
    expect((await run(detailed, assessed(0, keep, retrain))).exitCode).to.equal(2);
    expect((await run(detailed, assessed(0, keep, keep))).exitCode).to.equal(0);
    expect(
      (
        await run("assess --all-tenants", {
          ...assessed(0, retrain),
          environment: { MLTRAIN_DETAILED_EXITCODE: "true" },
        })
      ).exitCode,
    ).to.equal(2);
  });

  it("is the worse one if something failed too; the document has the same", async () => {
    expect((await run(detailed, assessed(1, retrain, failure))).exitCode).to.equal(1);
    expect((await run(detailed, assessed(75, retrain))).exitCode).to.equal(75);
    const { exitCode, stdout } = await run(`${detailed} --json`, assessed(0, retrain));
    expect((JSON.parse(stdout) as { exitCode: number }).exitCode)
      .to.equal(exitCode)
      .and.to.equal(2);
  });

  it("is 2 if evaluate finds a degraded version, only with --detailed-exitcode", async () => {
    const evaluated = (outcome: EvaluateOutcome) => ({
      useCases: { evaluate: () => Promise.resolve(commandResult([tenantResult({ lead_time: outcome })])) },
    });
    const command = "evaluate --tenant 7 --detailed-exitcode";
    expect((await run(command, evaluated(evaluateOutcomes.evaluated))).exitCode).to.equal(2);
    expect((await run(command, evaluated(insufficient))).exitCode).to.equal(0);
    expect((await run(command, evaluated(evaluateOutcomes["no-version"]))).exitCode).to.equal(0);
    expect((await run("evaluate --tenant 7", evaluated(evaluateOutcomes.evaluated))).exitCode).to.equal(0);
  });
});
