import type { Platform } from "../../usecases/ports/platform.js";
import type { Dependencies, PlatformOptions } from "../dependencies/dependencies.js";
import { valueIn } from "../options/environment.js";
import type {
  DatabaseOptions,
  LearnersOptions,
  OutputOptions,
  PolicyOptions,
  ProtectionOptions,
  TimeLimitOptions,
} from "../options/options.js";

/** Opens the platform, runs `work`, and closes the platform even if `work` fails. */
export async function withPlatform<Result>(
  dependencies: Dependencies,
  options: PlatformOptions,
  work: (platform: Platform) => Promise<Result>,
): Promise<Result> {
  const platform = await dependencies.openPlatform(options);
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}

type PlatformFlags = DatabaseOptions &
  PolicyOptions &
  LearnersOptions &
  ProtectionOptions &
  TimeLimitOptions &
  OutputOptions;

/** Returns the settings of the platform from the options and the environment. */
export function platformOptions(
  { db, sourceDb, config, logLevel, policy, learners, allowUnprotected, maxSeconds, window, color }: PlatformFlags,
  { environment }: Dependencies,
): PlatformOptions {
  const database = db ?? valueIn(environment, "DATABASE_URL");
  return {
    logLevel: logLevel ?? "info",
    ...(database === undefined ? {} : { database }),
    ...(sourceDb === undefined ? {} : { sourceDatabase: sourceDb }),
    ...(config === undefined ? {} : { config }),
    ...(policy === undefined ? {} : { policy }),
    ...(learners === undefined ? {} : { learners }),
    ...(allowUnprotected === undefined ? {} : { allowUnprotected }),
    ...(maxSeconds === undefined ? {} : { maxSeconds }),
    ...(window === undefined ? {} : { window }),
    ...(color ? {} : { colours: false }),
  };
}
