/**
 * Milliseconds between tries. Long enough for a server that restarts or a deadlock to be over, short enough that nobody
 * waits for what does not come back: then the scheduler tries again.
 */
const WAITS = [100, 400, 1500];

/**
 * Does the work again where it failed for a reason that passes, a few times. Each wait is drawn from half to one and a
 * half of its length, so that runs that were cut off together do not come back together.
 */
export async function retried<T>(work: () => Promise<T>, mayPass: (error: unknown) => boolean): Promise<T> {
  for (const wait of WAITS) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    await sleep(wait);
  }
  return work();
}

/** Waits about so long: milliseconds. */
export function sleep(about: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, about * (0.5 + Math.random())));
}
