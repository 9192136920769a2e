import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect } from "chai";
import type { PredictInput } from "../../../src/usecases/running/inputs.js";
import type { PredictOutcome, PredictResult } from "../../../src/usecases/results/predictResult.js";
import { run, type Fakes } from "../../helpers/program/cli.js";
import { runProgram } from "../../helpers/program/program.js";
import { newFolder, seededFile, tamper, trainedFile } from "../../helpers/program/seededFiles.js";
import { commandResult, failure, tenantResult } from "../results/parts.js";
import {
  daysPredicted,
  baselinePredicted,
  nothingPredicted,
  predictResult,
  reworkPredicted,
} from "../results/predict.js";

const giving = (result: PredictResult): Fakes => ({ useCases: { predict: () => Promise.resolve(result) } });
const only = (models: NonNullable<PredictResult["tenants"][0]>["models"]): PredictResult => ({
  ...commandResult<PredictOutcome>([]),
  tenants: [tenantResult<PredictOutcome>(models)],
});

describe("mltrain predict", () => {
  it("passes its flags to the use case", async () => {
    const inputs: PredictInput[] = [];
    const predict = (_: unknown, input: PredictInput) => {
      inputs.push(input);
      return Promise.resolve(predictResult);
    };
    await run("predict --tenant 7", { useCases: { predict } });
    await run("predict --tenant 7 --model lead_time --key A-1 --key web#2 --as-of 2026-05-01", {
      useCases: { predict },
    });
    expect(inputs).to.deep.equal([
      { tenant: 7, models: ["story_points", "lead_time", "rework_risk"] },
      { tenant: 7, models: ["lead_time"], keys: ["A-1", "web#2"], asOf: Date.parse("2026-05-01T00:00:00Z") },
    ]);
  });

  it("prints a table per model, and the problems", async () => {
    const { stdout, exitCode } = await run("predict --tenant 7", giving(predictResult));
    expect(exitCode).to.equal(73);
    expect(stdout).to.match(/^story_points: 3 work items, predicted by story_points_tenant_7_v3 \(ridge\)$/m);
    expect(stdout).to.match(/^key +created +points +step +80 % interval +reasons$/m);
    expect(stdout).to.match(
      /^SHOP-412 .* 4\.37 +5 +\[1\.90, 8\.25\] +type Bug ×0\.70; text "login page" or "db" ×1\.31; description length 512 ×1\.12$/m,
    );
    expect(stdout).to.include(
      'assignee Ada, "the\\u001b[31m first" so far ×1.22; no team, so far ×0.82; no labels ×1.11',
    );
    expect(stdout).to.include("hour 14 ×0.82; date ×0.90; a word of the text ×1.01");
    expect(stdout).to.include("story_points: 1 row left out: no creation time");
    expect(stdout).to.include("story_points: 2 rows left out: duplicate key");
    expect(stdout).to.match(/older rows left out/);
    expect(stdout).to.include("lead_time: failed (exit code 73)");
    expect(stdout).to.match(/^web#1207 .* 0\.400 +yes +additions 512 raises$/m);
    expect(stdout).to.match(/^web#1208 .* 0\.250 +no +repository web lowers$/m);
    expect(stdout).to.include("not found: SHOP-1, web#2.");
  });

  it("prints each reason on its own line on a terminal", async () => {
    const terminal = { input: true, output: true, error: true };
    const { stdout } = await run("predict --tenant 7 --no-color", {
      ...giving(only({ lead_time: daysPredicted })),
      terminal,
    });
    expect(stdout).to.match(
      /12\.5 +recent labels \+1\.23 *\n +acceptance length unknown −0\.500 *\n +backlog \+0\.250/,
    );
  });

  it("shows why a prediction is the baseline, and that there is nothing to predict", async () => {
    const { stdout } = await run(
      "predict --tenant 7",
      giving(only({ story_points: nothingPredicted, lead_time: baselinePredicted })),
    );
    expect(stdout).to.include("story_points: nothing to predict");
    expect(stdout).to.match(/no model beat the baseline: every prediction is the median of the training\s+labels/);
    const { stdout: rework } = await run(
      "predict --tenant 7",
      giving(only({ rework_risk: { ...reworkPredicted, learner: "baseline", scale: null } })),
    );
    expect(rework).to.match(/the base\s+rate/);
  });

  it("prints CSV that can be parsed, and the problems on stderr", async () => {
    const { stdout, stderr } = await run("predict --tenant 7 --out csv", giving(predictResult));
    const rows = parse<Record<string, string>>(stdout, { columns: true });
    expect(rows.map(({ key }) => key)).to.deep.equal([
      "SHOP-412",
      `'=HYPERLINK("x")`,
      "SHOP-9",
      "web#1207",
      "web#1208",
    ]);
    expect(rows[0]).to.deep.equal({
      model: "story_points",
      version: "3",
      key: "SHOP-412",
      predicted_at: "2026-05-31T12:00:00.000Z",
      prediction: "4.3712",
      nearest_step: "5",
      rework: "",
      low: "1.9",
      high: "8.25",
      coverage: "0.8",
      reason_1: "type Bug ×0.70",
      reason_2: 'text "login page" or "db" ×1.31',
      reason_3: "description length 512 ×1.12",
    });
    expect(rows[4]).to.include({ model: "rework_risk", nearest_step: "", rework: "no", low: "", reason_2: "" });
    expect(stderr)
      .to.match(/lead_time: failed/)
      .and.to.match(/not found: SHOP-1/);
  });

  it("prints the same JSON with --json and --out json", async () => {
    const { stdout } = await run("predict --tenant 7 --json", giving(predictResult));
    expect((await run("predict --tenant 7 --out json", giving(predictResult))).stdout).to.equal(stdout);
    expect((await run("predict --out=json", giving(predictResult))).stdout).to.match(/"exitCode": 64/);
    expect((await run("predict --out json", giving(predictResult))).stdout).to.match(/"exitCode": 64/);
    const { tenants } = JSON.parse(stdout) as {
      tenants: { unknownKeys: string[]; models: Record<string, { predictions: unknown[] }> }[];
    };
    expect(tenants[0]?.unknownKeys).to.deep.equal(["SHOP-1", "web#2"]);
    expect(tenants[0]?.models["rework_risk"]?.predictions[0]).to.deep.equal({
      key: "web#1207",
      predictedAt: "2026-05-31T12:00:00.000Z",
      prediction: 0.4,
      rework: true,
      reasons: [
        { kind: "number", name: "additions", value: 512, direction: "raises", effect: { unit: "log odds", size: 0.8 } },
      ],
    });
  });

  it("writes to a file and reports it; keeps the file if nothing was predicted", async () => {
    const written: [string, string][] = [];
    const writeFile = (file: string, text: string) => Promise.resolve(void written.push([file, text]));
    const { stdout } = await run("predict --tenant 7 --out csv --file p.csv", { ...giving(predictResult), writeFile });
    expect(stdout).to.match(/^wrote predictions to p\.csv: story_points 3, rework_risk 2\n/);
    expect(stdout).to.match(/lead_time: failed/);
    expect(written.map(([file, text]) => [file, text.split(",")[0]])).to.deep.equal([["p.csv", "model"]]);
    const nothing = await run("predict --tenant 7 --file p.csv", {
      ...giving(only({ lead_time: failure })),
      writeFile,
    });
    expect(nothing.stdout).to.match(/^nothing was written\n/);
    expect(written.length).to.equal(1);
  });

  it("refuses two output formats, and an unknown one", async () => {
    const both = await run("predict --tenant 7 --json --out csv");
    expect(both.exitCode).to.equal(64);
    expect(both.stderr).to.match(/cannot be used with/);
    expect((await run("predict --tenant 7 --out xml")).stderr).to.match(/--out "xml" is not valid/);
    const environment = { MLTRAIN_JSON: "true" };
    expect((await run("predict --tenant 7 --out csv", { ...giving(predictResult), environment })).stdout).to.match(
      /^model,/,
    );
  });
});

describe("the built mltrain predict", () => {
  it("predicts open rows, or the rows of --key", async () => {
    const file = await trainedFile();
    await tamper(file, "update work_items set work_last_completed_at = null where tenant_id = 1 and id % 50 = 0");
    const all = await runProgram(["predict", "--tenant", "1", "--db", file, "--log-level", "silent"]);
    expect(all).to.deep.include({ code: 0, stderr: "" });
    expect(all.stdout).to.match(/lead_time: \d+ work items, predicted by lead_time_tenant_1_v2/);
    const named = ["predict", "--tenant", "1", "--key", "TWIN-1", "--key", "nobody", "--db", file, "--json"];
    const some = await runProgram(named);
    expect(some.code).to.equal(66);
    expect(some.stdout)
      .to.match(/"unknownKeys": \[\s+"nobody"\s+\]/)
      .and.to.match(/"key": "TWIN-1"/);
  });

  it("exits with 66 without a version, and shows how to train; 66 for an unknown tenant; 73 for a corrupt artefact", async () => {
    const untrained = await runProgram(["predict", "--tenant", "1", "--json", "--db", await seededFile()]);
    expect(untrained.code).to.equal(66);
    expect(untrained.stdout).to.include("mltrain train --tenant 1 --model lead_time");
    const file = await trainedFile();
    expect((await runProgram(["predict", "--tenant", "99", "--db", file])).code).to.equal(66);
    await tamper(file, "update ml_models set artefact = '{}' where model = 'lead_time'");
    const broken = await runProgram(["predict", "--tenant", "1", "--db", file]);
    expect(broken.code).to.equal(73);
    expect(broken.stdout)
      .to.match(/lead_time: failed \(exit code 73\)/)
      .and.to.match(/^story_points: /m);
  });

  it("writes a file atomically, also through a link; exits with 64 if it cannot write", async () => {
    const db = await trainedFile();
    const folder = newFolder();
    const target = join(folder, "predictions.csv");
    const link = join(folder, "link.csv");
    writeFileSync(target, "before");
    symlinkSync(target, link);
    const predict = (file: string) =>
      runProgram(["predict", "--tenant", "1", "--db", db, "--out", "csv", "--file", file]);
    expect((await predict(link)).code).to.equal(0);
    expect(readFileSync(target, "utf8")).to.match(/^model,version,key,/);
    expect(readdirSync(folder).sort()).to.deep.equal(["link.csv", "predictions.csv"]);
    const nowhere = await predict(join(folder, "nowhere", "p.csv"));
    expect(nowhere.code).to.equal(64);
    expect(nowhere.stderr).to.match(/cannot write/);
    mkdirSync(join(folder, "there"));
    expect((await predict(join(folder, "there"))).code).to.equal(64);
    expect(existsSync(join(folder, "there", "p.csv"))).to.equal(false);
  });
});
