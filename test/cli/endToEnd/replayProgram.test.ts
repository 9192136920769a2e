import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type * as z from "zod";
import type { replayDocument } from "../../../src/reporting/json/schemas/replay.js";
import { dumpOf } from "../../helpers/databases/databaseDump.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { documentIn } from "../../helpers/program/documents.js";
import { isLong } from "../../helpers/longTests.js";
import { withoutSeconds } from "../../helpers/tenants/platform.js";
import { isoTime, newFolder, UNTIL } from "../../helpers/program/seededFiles.js";
import { beginStory, tell } from "../../helpers/program/storyDatabase.js";

type Document = z.infer<typeof replayDocument>;

const DAY = 86_400_000;
const CUT = UNTIL - 60 * DAY;

describeDatabases(
  "the built program's replay",
  (database) => {
    const folder = newFolder();
    const policyFile = join(folder, "never.json");
    const image = join(folder, "course.svg");
    const replayed = async (flags: string): Promise<Document> =>
      documentIn(await tell(database().url, `replay --every 14d --json ${flags}`), "replay") as Document;

    before(async () => {
      await beginStory(database());
      const never = { minimumNewLabels: 1_000_000, minimumScore: -1, maximumAgeDays: 30_000 };
      writeFileSync(policyFile, JSON.stringify({ policy: "classic", models: { lead_time: never } }));
    });

    it("compares policies and policy files, writes a plot, and changes nothing in the database", async () => {
      const before = await dumpOf(database().url);
      const flags = `--model lead_time --policy classic,guarded,${policyFile} --to ${isoTime(UNTIL)} --svg ${image}`;
      const { models, policies, to } = await replayed(flags);
      expect(await dumpOf(database().url)).to.deep.equal(before);
      expect({ policies, to }).to.deep.equal({ policies: ["classic", "guarded", policyFile], to: isoTime(UNTIL) });
      const found = models.lead_time!;
      if (found.outcome !== "replayed") throw new Error(found.error);
      const [classic, guarded, never] = found.policies.map(({ trainings, promotions }) => {
        return { trainings: trainings.length, promotions };
      });
      expect(never).to.deep.equal({ trainings: 1, promotions: 1 });
      expect(guarded!.trainings).to.be.within(2, classic!.trainings - 1);
      expect(found.daily.trainings).to.be.at.least(classic!.trainings);
      for (const { commonLoss, regret } of found.policies) {
        expect(commonLoss! - found.daily.commonLoss!).to.be.closeTo(regret!, 1e-9);
      }
      expect(readFileSync(image, "utf8").match(/<polyline /g)).to.have.lengthOf(4);
    });

    it("prints a table and a plot", async () => {
      const text = await tell(database().url, `replay --model lead_time --every 14d --to ${isoTime(UNTIL)}`);
      expect(text).to.match(/^policy +trainings +promotions +rows +loss +common loss +regret +seconds$/m);
      expect(text)
        .to.match(/^classic +\d+ +\d+ +\d+ +\d/m)
        .and.match(/^every 14 days +\d+/m);
      expect(text)
        .to.match(/┤/)
        .and.match(/^\. every 14 days +o classic +x guarded$/m);
    });

    it("ignores data after --to: changes of later labels and texts have no effect", async () => {
      const flags = `--to ${isoTime(CUT)}`;
      const first = await replayed(flags);
      const { knex } = database();
      const later = knex("work_items").where("work_last_completed_at", ">", isoTime(CUT));
      expect(await later.update({ story_points: 99, total_lead_time_seconds: 1 })).to.be.above(20);
      await knex("prs").where("merged_at", ">", isoTime(CUT)).update({ review_cycles: 9, rework_commit_count: 9 });
      await knex("work_items").where("created", ">", isoTime(CUT)).update({ summary: "something else", priority: "1" });
      expect(withoutSeconds(await replayed(flags))).to.deep.equal(withoutSeconds(first));
      const whole = (await replayed(`--model lead_time --to ${isoTime(UNTIL)}`)).models.lead_time!;
      expect(whole).to.not.deep.include({ labels: (first.models.lead_time as { labels: number }).labels });
    });

    it("exits with 64 if a policy file is missing or not valid, and shows the place", async () => {
      const wrong = join(folder, "wrong.json");
      writeFileSync(wrong, '{ "policy": "best" }');
      const said = await tell(database().url, `replay --json --policy ${wrong}`, 64);
      expect(said).to.include(`${wrong}:1:13: policy: expected one of guarded, classic, got \\"best\\"`);
      expect(said).to.include("config.schema.json lists every key");
      expect(await tell(database().url, `replay --json --policy ${folder}/none.json`, 64)).to.include("no such file");
      expect(await tell(database().url, `replay --json --model lead_time --every 99d --svg ${folder}`, 64)).to.include(
        `cannot write ${folder}`,
      );
    });
  },
  // How a replay reads is tested on both databases in integration/predicting/replayRun.test.ts.
  { migrated: false, ...(isLong ? {} : { only: "sqlite" }) },
);
