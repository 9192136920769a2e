import type { RunCommand } from "../../domain/runs.js";
import { isInWindow, windowText } from "../../domain/workWindow.js";
import { TryLaterError } from "../../errors.js";
import type { Platform } from "../ports/platform.js";

/** Commands that a scheduler runs for many tenants; the others are asked by a person who waits. */
const LIMITED: readonly string[] = ["assess", "train", "evaluate", "job run"] satisfies RunCommand[];

/** What bounds a command: its time, the hours it may work in, and the load of the database. */
export interface Limits {
  /** Why nothing more may be begun; undefined as long as it may. */
  whyOver(): TryLaterError | undefined;
  /** @throws TryLaterError if no further tenant may be begun. */
  mayBegin(): Promise<void>;
}

/** Starts the time of a command. */
export function startLimits(platform: Platform, command: RunCommand | "predict"): Limits {
  if (!LIMITED.includes(command)) return { whyOver: () => undefined, mayBegin: () => Promise.resolve() };
  const { clock, settings } = platform;
  const { maxSeconds, window } = settings;
  const startedAt = clock.now();
  const whyOver = (): TryLaterError | undefined => {
    const now = clock.now();
    if (maxSeconds !== undefined && now - startedAt >= 1000 * maxSeconds) {
      return new TryLaterError(`the ${maxSeconds} seconds that the run may take (--max-seconds) are over`, {
        hint: "What was done is recorded; what had not been begun was left. The next run goes on with it.",
      });
    }
    if (window !== undefined && !isInWindow(window, now)) {
      return new TryLaterError(`it is outside of the window ${windowText(window)}`, {
        hint: "Nothing more is begun. Wait for it, or override it with --window 00:00-24:00.",
      });
    }
    return undefined;
  };
  return {
    whyOver,
    async mayBegin() {
      const over = whyOver();
      if (over !== undefined) throw over;
      await platform.assertNotLoaded();
    },
  };
}
