import type { Platform } from "../../../src/usecases/ports/platform.js";
import type { TenantWorkspace } from "../../../src/usecases/ports/tenant/tenantWorkspace.js";

const PORTS = [
  "examples",
  "fingerprints",
  "registry",
  "leases",
  "jobs",
  "runs",
] as const satisfies readonly (keyof TenantWorkspace)[];

/** Called around each call of a workspace's ports. The call throws what it throws. */
export interface Watcher {
  /** @param call - as in `registry.promote`. @param count - 1 for the first call of all, and so on. */
  before?(call: string, count: number): unknown;
  after?(call: string, count: number): unknown;
}

/** Methods that do not return a promise. */
const SYNCHRONOUS = ["fingerprints.ofKeys", "fingerprints.ofTraining", "registry.hashOf"];

/** Returns the platform with watched workspaces, to see calls or to make them fail. */
export function watched(platform: Platform, watcher: Watcher): Platform {
  let count = 0;
  const around = (call: string, work: () => unknown): unknown => {
    const nth = ++count;
    if (!SYNCHRONOUS.includes(call)) return asynchronously(watcher, call, nth, work);
    watcher.before?.(call, nth);
    const done = work();
    watcher.after?.(call, nth);
    return done;
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

async function asynchronously(watcher: Watcher, call: string, nth: number, work: () => unknown): Promise<unknown> {
  await watcher.before?.(call, nth);
  const done = await work();
  await watcher.after?.(call, nth);
  return done;
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
