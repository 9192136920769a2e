import { expect } from "chai";
import type * as z from "zod";
import type { cardDocument } from "../../../src/reporting/json/schemas/card.js";
import type { CardInput } from "../../../src/usecases/running/inputs.js";
import { run } from "../../helpers/program/cli.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { isoTime, UNTIL } from "../../helpers/program/seededFiles.js";
import { beginStory, tell } from "../../helpers/program/storyDatabase.js";
import { cardResult, classifierFacts } from "../results/card.js";

const DAY = 86_400_000;

describe("mltrain status --version", () => {
  it("requests the card of the version, time and number of evaluations", async () => {
    const inputs: CardInput[] = [];
    const modelCard = (_: unknown, input: CardInput) => {
      inputs.push(input);
      return Promise.resolve(cardResult());
    };
    const commandLine = "status --tenant 7 --model story_points --version 3";
    const ran = await run(commandLine, { useCases: { modelCard } });
    await run(`${commandLine} --limit 5 --as-of 2026-05-01`, { useCases: { modelCard } });
    const common = { tenant: 7, model: "story_points", version: 3 };
    expect(inputs).to.deep.equal([
      { ...common, limit: 10 },
      { ...common, limit: 5, asOf: Date.parse("2026-05-01") },
    ]);
    expect(ran).to.deep.include({ exitCode: 0, stderr: "", closed: 1 });
    expect(ran.stdout).to.match(/^# story_points_tenant_7_v3\n\nPredicts the story points of a work item/);
  });

  it("is the version of a model; before the command it is that of the program", async () => {
    const before = await run("--version status --tenant 7 --model story_points");
    expect(before).to.deep.include({ exitCode: 0, stdout: "1.2.3\n" });
    expect((await run("status --version")).exitCode).to.equal(64);
  });

  it("prints Markdown without colours and wrapping on a terminal too", async () => {
    const modelCard = () => Promise.resolve(cardResult());
    const commandLine = "status --tenant 7 --model story_points --version 3";
    const file = await run(commandLine, { useCases: { modelCard } });
    const terminal = { input: true, output: true, error: true };
    const seen = await run(commandLine, { useCases: { modelCard }, terminal, columns: 60 });
    expect(seen.stdout).to.equal(file.stdout);
  });

  it("matches its schema for a classifier of an older mltrain too", async () => {
    const modelCard = () => Promise.resolve(cardResult(classifierFacts()));
    const { stdout } = await run("status --tenant 7 --model rework_risk --version 2 --json", {
      useCases: { modelCard },
    });
    const document = documentIn(stdout, "status-version") as z.infer<typeof cardDocument>;
    expect(document.data).to.equal(undefined);
    expect(document.calibration).to.deep.include({ scaled: true, decisionThreshold: 0.4 });
    expect(document.calibration?.table?.map(({ rows }) => rows)).to.deep.equal([2, 1, 2, 1]);
    expect(document.limitations.map(({ limitation }) => limitation)).to.include("nothing-kept");
  });
});

describeDatabases(
  "the built program's model card",
  (database) => {
    before(async () => {
      await beginStory(database());
      await tell(database().url, `train --as-of ${isoTime(UNTIL - 40 * DAY)}`);
      await tell(database().url, `evaluate --as-of ${isoTime(UNTIL)}`);
    });

    for (const model of ["story_points", "lead_time", "rework_risk"]) {
      it(`of ${model} has the same facts in Markdown and JSON`, async () => {
        const commandLine = `status --model ${model} --version 1`;
        const markdown = await tell(database().url, commandLine);
        const document = documentIn(await tell(database().url, `${commandLine} --json`), "status-version") as z.infer<
          typeof cardDocument
        >;
        const { version, data, weights, limitations, evaluations } = document;
        expect(markdown)
          .to.include(`# ${model}_tenant_1_v1`)
          .and.not.match(/undefined|NaN|\[object/);
        expect(markdown).to.include(
          `**${String(version.rows)} rows**, labels known from ${data!.labelsKnown.from.slice(0, 10)}`,
        );
        expect(markdown).to.include(version.artefactHash).and.include(version.fingerprint);
        for (const { message } of limitations) expect(markdown).to.include(`- ${message}\n`);
        expect(weights!.features.length).to.be.greaterThan(3);
        expect(evaluations.map(({ evaluatedAt }) => evaluatedAt)).to.deep.equal([isoTime(UNTIL)]);
        expect(markdown).to.include(model === "rework_risk" ? "## Calibration" : "## Intervals");
      });
    }

    it("exits with 66 for an unknown version, or before the training", async () => {
      const said = await tell(database().url, "status --model lead_time --version 2 --json", 66);
      expect(documentIn(said, "error")).to.deep.equal({
        schema: 2,
        error: {
          message: "lead_time_tenant_1_v2 does not exist",
          hint: "Versions of lead_time: 1.",
          exitCode: 66,
        },
      });
      const early = `--as-of ${isoTime(UNTIL - 41 * DAY)}`;
      await tell(database().url, `status --model lead_time --version 1 ${early}`, 66);
    });
  },
  { migrated: false },
);
