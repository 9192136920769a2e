import { readFileSync } from "node:fs";
import { expect } from "chai";
import { load } from "js-yaml";
import { CronJob, type ICronJob } from "kubernetes-models/batch/v1/CronJob";
import { main } from "../../../src/cli/main.js";
import { USE_CASES } from "../../../src/cli/dependencies/useCases.js";
import { EXIT, TryLaterError, type ExitCode } from "../../../src/errors.js";

type Environment = Readonly<Record<string, string>>;

/** Returns the exit code of the real command line with an unavailable database: 75 if the command was understood. */
function exitCodeOf(args: readonly string[], environment: Environment): Promise<ExitCode> {
  const away = () => Promise.reject(new TryLaterError("no database here"));
  return main(args, {
    useCases: USE_CASES,
    openPlatform: away,
    openImport: away,
    write: () => Promise.resolve(),
    writeError: () => Promise.resolve(),
    writeFile: () => Promise.resolve(),
    checkWritable: () => Promise.resolve(),
    signal: new AbortController().signal,
    environment,
    terminal: { input: false, output: false, error: false },
    ask: () => Promise.resolve(""),
    now: () => Date.UTC(2026, 6, 1),
    version: "0.0.0",
  });
}

/** The command of a manifest's container, and its variables, those that Kubernetes sets included. */
function containerOf(name: string): { args: string[]; environment: Environment } {
  const text = readFileSync(`deploy/kubernetes/${name}.cronjob.yaml`, "utf8");
  const { completionMode, template } = new CronJob(load(text) as ICronJob).spec!.jobTemplate.spec!;
  const { args, env } = template.spec!.containers[0]!;
  const written = (env ?? []).flatMap(({ name: variable, value }) => (value === undefined ? [] : [[variable, value]]));
  const given = completionMode === "Indexed" ? [["JOB_COMPLETION_INDEX", "0"]] : [];
  return { args: args!, environment: Object.fromEntries([...written, ...given]) as Environment };
}

const crontab = readFileSync("deploy/cron/mltrain.crontab", "utf8");
const cronCommands = [...crontab.matchAll(/\d mltrain (.*?) >>/g)].map(([, command]) => command ?? "");

describe("the commands in deploy/", () => {
  for (const name of ["job-run", "train"]) {
    it(`of the ${name} CronJob are understood by the program`, async () => {
      const { args, environment } = containerOf(name);
      expect(await exitCodeOf(args, environment)).to.equal(EXIT.tryLater);
    });
  }

  for (const command of cronCommands) {
    it(`understood: mltrain ${command}`, async () => {
      expect(await exitCodeOf(command.split(" "), {})).to.equal(EXIT.tryLater);
    });
  }

  it("would be found out if they named an option that does not exist", async () => {
    expect(cronCommands).to.have.length(2);
    expect(await exitCodeOf(["train", "--all-tenant-s"], {})).to.equal(EXIT.usage);
  });

  it("distribute the tenants by the variable that Kubernetes sets", async () => {
    const { args, environment } = containerOf("train");
    const codeOfShard = (index: string) => exitCodeOf(args, { ...environment, JOB_COMPLETION_INDEX: index });
    expect(await codeOfShard("3")).to.equal(EXIT.tryLater);
    expect(await codeOfShard("4")).to.equal(EXIT.configuration);
  });
});
