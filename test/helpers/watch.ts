import type { Platform, TenantWorkspace } from "../../src/usecases/ports.js";

const PORTS = ["examples", "fingerprints", "registry", "leases", "jobs", "runs"] as const satisfies readonly (keyof TenantWorkspace)[];

/** Called around each call of a workspace's ports; what it throws is thrown by the call. */
export interface Watcher {
  /** @param call - as in `registry.promote`. @param count - 1 for the first call of all, and so on. */
  before?(call: string, count: number): unknown;
  after?(call: string, count: number): unknown;
}

/** The platform, each call of whose workspaces is watched: to see what is done, or to have it fail. */
export function watched(platform: Platform, watcher: Watcher): Platform {
  let count = 0;
  const around = (call: string, work: () => unknown): unknown => {
    const nth = ++count;
    const waited = watcher.before?.(call, nth);
    const done = isPromise(waited) ? waited.then(work) : work();
    if (!isPromise(done)) {
      watcher.after?.(call, nth);
      return done;
    }
    return done.then(async (value: unknown) => {
      await watcher.after?.(call, nth);
      return value;
    });
  };
  return {
    ...platform,
    workspace(tenant) {
      const workspace = platform.workspace(tenant);
      const ports = PORTS.map((port) => [port, watchPort(port, workspace[port], around)]);
      return { ...workspace, ...(Object.fromEntries(ports) as Partial<TenantWorkspace>) };
    },
  };
}

function watchPort(name: string, port: object, around: (call: string, work: () => unknown) => unknown): object {
  const methods = Object.entries(port as Record<string, (...given: unknown[]) => unknown>);
  return Object.fromEntries(
    methods.map(([method, call]) => [
      method,
      (...given: unknown[]) => around(`${name}.${method}`, () => call.apply(port, given)),
    ]),
  );
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
