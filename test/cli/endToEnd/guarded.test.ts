import { expect } from "chai";
import type * as z from "zod";
import type { assessOutcome, evaluateOutcome, rollbackOutcome } from "../../../src/reporting/json/schemas/commands.js";
import type { statusDocument } from "../../../src/reporting/json/schemas/records.js";
import type { trainOutcome } from "../../../src/reporting/json/schemas/training.js";
import { describeDatabases } from "../../helpers/databases/databases.js";
import { FIRST_TRAINING, isoTime, UNTIL } from "../../helpers/program/seededFiles.js";
import { beginStory, tell, tellOf } from "../../helpers/program/storyDatabase.js";

type Assessed = z.infer<typeof assessOutcome>;
type Trained = z.infer<typeof trainOutcome>;
type Evaluated = z.infer<typeof evaluateOutcome>;
type RolledBack = z.infer<typeof rollbackOutcome>;
type Status = NonNullable<z.infer<typeof statusDocument>["models"]["lead_time"]>;

const DAY = 86_400_000;
const asOf = (time: number): string => `--as-of ${isoTime(time)}`;
const FIRST = asOf(FIRST_TRAINING);
const FEW_DAYS_LATER = asOf(FIRST_TRAINING + 5 * DAY);
const LATE = asOf(UNTIL);
const STORY = { migrated: false };

describeDatabases(
  "the built program, under the guarded policy,",
  (database) => {
    const model = "lead_time";
    const train = (flags: string): Promise<Trained> =>
      tellOf(database().url, `train ${flags}`.trim(), { name: "train", model });
    const assess = (flags: string): Promise<Assessed> =>
      tellOf(database().url, `assess ${flags}`.trim(), { name: "assess", model });

    before(async () => {
      await beginStory(database());
    });

    it("promotes the first version without a comparison", async () => {
      const trained = await train(FIRST);
      expect(trained).to.include({ outcome: "promoted", version: 1 }).and.not.have.property("comparison");
    });

    it("explains why it keeps the version, and what would change the decision", async () => {
      const text = await tell(database().url, `assess --explain --model ${model} ${FIRST}`);
      expect(text).to.match(/v1 ensemble .* insufficient +keep\n/);
      expect(text).to.match(/lead_time: no retraining needed\n {2}policy guarded:\ntrigger /);
      expect(text).to.match(/^volume +0 new labels +– +30 +default +– +no$/m);
      expect(text).to.match(/^ {2}performance: insufficient: 20 more labelled rows needed$/m);
      expect(text).to.match(
        /^ {2}retraining would start with 30 more .*, or 20 more .* and a\s+significant\s+drop, or 20 more /m,
      );
    });

    it("creates no version that equals the champion", async () => {
      expect(await train(`--force ${FIRST}`)).to.include({ outcome: "unchanged", reason: "same-artefact" });
    });

    it("refuses a challenger without evidence, prints the command that overrides it, and raises the limits", async () => {
      const text = await tell(database().url, `train --force --model ${model} ${FEW_DAYS_LATER}`);
      expect(text).to.match(/refused, because there (is|are) only \d+ new labels? to compare on \(minimum 20\)/);
      expect(text).to.match(/^ {4}mltrain train --tenant 1 --model lead_time --policy classic --force$/m);
      const assessed = await assess(FEW_DAYS_LATER);
      if (assessed.outcome !== "assessed") throw new Error(assessed.error);
      expect(assessed.attempts).to.include({ withoutPromotion: 2 });
      expect(assessed.triggerChecks.map(({ trigger, factor }) => [trigger, factor])).to.deep.equal([
        ["volume", 4],
        ["performance", undefined],
        ["age", 4],
      ]);
    });

    it("uses the triggers of the classic policy, without back-off and verdicts", async () => {
      const assessed = await assess(`${FEW_DAYS_LATER} --policy classic`);
      if (assessed.outcome !== "assessed") throw new Error(assessed.error);
      expect(assessed).to.include({ policy: "classic" }).and.not.have.property("performance");
      expect(assessed.triggerChecks.map(({ factor }) => factor)).to.deep.equal([undefined, undefined, undefined]);
    });

    it("promotes every version under classic with --force", async () => {
      const flags = `--policy classic --force ${FEW_DAYS_LATER}`;
      expect(await train(flags)).to.include({ outcome: "promoted", version: 2, replaces: 1 });
      expect(await train(`--policy classic --force ${LATE}`)).to.include({ outcome: "promoted", version: 3 });
    });

    it("pins the restored version; nothing replaces it until it is unpinned", async () => {
      const options = { name: "rollback", model } as const;
      const rolledBack = await tellOf<RolledBack>(database().url, "rollback --pin --yes", options);
      expect(rolledBack).to.include({ outcome: "rolled-back", from: 3, to: 2, pinned: true });
      expect(await train("--force")).to.deep.include({ outcome: "kept", hold: "pinned" });
      expect(await train("--force --policy classic")).to.deep.include({ outcome: "kept", hold: "pinned" });
      const refused = await tell(database().url, `rollback --yes --model ${model}`, 64);
      expect(refused).to.match(/v2 is pinned\n {2}Nothing takes its place until: mltrain rollback .* --unpin/);
      const status = await tell(database().url, `status --model ${model}`);
      expect(status).to.match(/^champion: version 2 since .*pinned: no\s+promotion\s+until --unpin$/m);
    });

    it("keeps the restored version on the same data, also unpinned", async () => {
      const dryRun = await tell(database().url, `rollback --unpin --dry-run --model ${model}`);
      expect(dryRun).to.match(/version 2 would no longer be pinned\nThis is a preview/);
      const options = { name: "rollback", model } as const;
      expect(await tellOf<RolledBack>(database().url, "rollback --unpin --yes", options)).to.include({
        outcome: "unpinned",
        version: 2,
      });
      expect(await train("")).to.deep.include({ outcome: "kept", hold: "rolled-back" });
      const text = await tell(database().url, `assess --model ${model}`);
      expect(text)
        .to.match(/ rolled back\n/)
        .and.match(/the same data cannot\s+replace it; a\s+replacement\s+needs\s+30\s+more completed items/);
      await tell(database().url, `rollback --unpin --yes --model ${model}`, 64);
    });

    it("shows the version deployed at a given time", async () => {
      const at = async (time: number): Promise<number | undefined> => {
        const options = { name: "status", model } as const;
        const status = await tellOf<Status>(database().url, `status --at ${isoTime(time)}`, options);
        return status.at!.deployed?.version;
      };
      expect(await at(FIRST_TRAINING - DAY)).to.equal(undefined);
      expect(await at(FIRST_TRAINING + DAY)).to.equal(1);
      expect(await at(FIRST_TRAINING + 6 * DAY)).to.equal(2);
      expect(await at(UNTIL + DAY)).to.equal(3);
      expect(await at(Date.now() - 1)).to.equal(2);
    });
  },
  STORY,
);

describeDatabases(
  "the built program's evaluate --auto-rollback",
  (database) => {
    const model = "story_points";
    const options = { name: "evaluate", model } as const;
    const train = (flags: string): Promise<string> =>
      tell(database().url, `train --policy classic --force --model ${model} ${flags}`);

    before(async () => {
      await beginStory(database());
      await train(FIRST);
      // The second version is trained on inverted labels, which are restored afterwards.
      const { knex } = database();
      const inversion = { story_points: knex.raw("100 - story_points") };
      await knex("work_items").whereNotNull("story_points").update(inversion);
      await train(asOf(FIRST_TRAINING + 3_600_000));
      await knex("work_items").whereNotNull("story_points").update(inversion);
    });

    it("does nothing without the flag; shows months and intervals", async () => {
      const evaluated = await tellOf<Evaluated>(database().url, `evaluate --policy classic ${LATE}`, options);
      if (evaluated.outcome !== "evaluated") throw new Error(evaluated.outcome);
      expect(evaluated).to.not.have.property("rollback");
      expect(evaluated.evaluation).to.include({ version: 2, verdict: "degraded" });
      expect(evaluated.coverage.map(({ month }) => month)).to.include.members(["2024-11", "2024-12"]);
      for (const { created, labelled } of evaluated.coverage) expect(labelled).to.be.within(0, created);
      const { value, interval } = evaluated.evaluation.scores.values.r2!;
      expect(interval!.low).to.be.below(value!);
      expect(interval!.high).to.be.above(value!);
    });

    it("restores the previous version once, with the comparison", async () => {
      const first = await tellOf<Evaluated>(database().url, `evaluate --auto-rollback ${LATE}`, options);
      if (first.outcome !== "evaluated" || first.rollback?.rolledBack !== true) throw new Error(JSON.stringify(first));
      const { from, to, comparison } = first.rollback;
      expect({ from, to }).to.deep.equal({ from: 2, to: 1 });
      expect(comparison.bound).to.be.below(1);
      expect(comparison.rows).to.equal(first.evaluation.scores.rows);
      const text = await tell(database().url, `evaluate --auto-rollback --model ${model} ${LATE}`);
      expect(text)
        .to.match(/^story_points +v1 /m)
        .and.match(/not rolled back: no previous good version/);
      const status = await tell(database().url, `status --model ${model}`);
      expect(status).to.match(
        /champion: version 1 since .*rollback by mltrain evaluate\s+--auto-rollback: shown\s+worse/,
      );
      expect(status).to.match(/^v2 .* quarantined$/m);
    });
  },
  STORY,
);
