import { expect } from "chai";
import fc from "fast-check";
import { chooseRollbackTarget } from "../../../src/domain/rollback/rollbackTarget.js";
import type { Deployment } from "../../../src/domain/versions.js";
import { deploymentLog, quarantineOf } from "../../helpers/tenants/versions.js";

/** What is done to a model: a training, a rollback, a rollback or a pin to a version, a version put into quarantine. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({ step: "train" as const }) },
    { weight: 2, arbitrary: fc.constant({ step: "rollback" as const }) },
    fc.record({
      step: fc.constantFrom("to" as const, "pin" as const, "quarantine" as const),
      version: fc.integer({ min: 1, max: 8 }),
    }),
  ),
  { maxLength: 25 },
);

/** Plays the steps as the program would, and hands each rollback to `check` before it happens. */
function play(
  history: typeof steps extends fc.Arbitrary<infer S> ? S : never,
  check: (to: number, left: ReadonlySet<number>, quarantined: readonly number[]) => void,
): { log: Deployment[]; quarantined: number[] } {
  const entries: (number | string)[] = [];
  const left = new Set<number>();
  const quarantined: number[] = [];
  let trained = 0;
  for (const action of history) {
    if (action.step === "train") entries.push(++trained);
    else if (action.step === "quarantine") quarantined.push(action.version);
    else {
      const to = action.step === "rollback" ? undefined : action.version;
      const choice = chooseRollbackTarget(deploymentLog(...entries), quarantined.map(quarantineOf), { to });
      if (choice.choice !== "roll-back") continue;
      check(choice.to, left, quarantined);
      entries.push(action.step === "pin" ? `${String(choice.to)}p` : `${String(choice.to)}r`);
      if (action.step !== "pin") left.add(choice.from);
    }
  }
  return { log: deploymentLog(...entries), quarantined };
}

describe("rollback, for all histories", () => {
  it("never brings back a version that was rolled away from, or that is in quarantine", () => {
    fc.assert(
      fc.property(steps, (history) => {
        play(history, (to, left, quarantined) => {
          expect([...left]).not.to.include(to);
          expect(quarantined).not.to.include(to);
        });
      }),
      { numRuns: 500 },
    );
  });

  it("ends when it is repeated, going further back each time", () => {
    fc.assert(
      fc.property(steps, (history) => {
        const { log, quarantined } = play(history, () => undefined);
        const deployed = new Set(log.map(({ version }) => version)).size;
        const visited: number[] = [];
        for (;;) {
          const choice = chooseRollbackTarget(log, quarantined.map(quarantineOf));
          if (choice.choice !== "roll-back") break;
          expect(visited).not.to.include(choice.to);
          expect(choice.to).to.be.lessThan(choice.from);
          visited.push(choice.to);
          log.push({ ...log[0]!, seq: log.length + 1, version: choice.to, cause: "rollback" });
        }
        expect(visited.length).to.be.lessThan(Math.max(1, deployed));
      }),
      { numRuns: 500 },
    );
  });

  it("goes back as long as there is a version that served earlier and was not found bad", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), (count) => {
        const log = deploymentLog(...Array.from({ length: count }, (_, i) => i + 1));
        for (let expected = count - 1; expected >= 1; expected--) {
          const choice = chooseRollbackTarget(log, []);
          expect(choice).to.include({ choice: "roll-back", to: expected });
          log.push({ ...log[0]!, version: expected, cause: "rollback" });
        }
        expect(chooseRollbackTarget(log, []).choice).to.equal("nothing");
      }),
    );
  });
});
