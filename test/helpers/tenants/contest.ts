import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Lease } from "../../../src/usecases/ports/tenant/leaseStore.js";

export interface Contest {
  readonly url: string;
  readonly tenant: string;
  readonly action: "acquire" | "promote" | "claim" | "ensure";
  readonly lease?: Lease;
}

/** The outcome of one contender. */
export type Outcome = { readonly value: unknown } | { readonly error: string; readonly message: string };

/** Starts `count` processes that do the same thing at the same time, each with its own connection. */
export async function race(count: number, contest: Contest): Promise<Outcome[]> {
  const script = fileURLToPath(new URL("contender.js", import.meta.url));
  const contenders = Array.from({ length: count }, () => fork(script, [JSON.stringify(contest)]));
  const exits = contenders.map((contender) => once(contender, "exit"));
  await Promise.all(contenders.map(nextMessage));
  const outcomes = contenders.map(nextMessage);
  for (const contender of contenders) contender.send("go");
  const settled = await Promise.all(outcomes);
  await Promise.all(exits);
  return settled as Outcome[];
}

/** Returns the next message of a process. @throws Error if it ends without one. */
export function nextMessage(contender: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`a contender ended early with ${String(code)}`));
    };
    contender.once("exit", ended);
    contender.once("message", (message) => {
      contender.off("exit", ended);
      resolve(message);
    });
  });
}
