import { readFile } from "node:fs/promises";
import { DEFAULT_SETTINGS, type Settings } from "../../domain/settings.js";
import { ConfigurationError } from "../../errors.js";

/**
 * The settings of a config file, and the defaults for what it does not say. Without a file neither the parser nor the
 * validator is loaded.
 *
 * @throws ConfigurationError if the file cannot be read, is no JSON or says something that it cannot say.
 */
export async function loadSettings(file: string | undefined): Promise<Settings> {
  if (file === undefined) return DEFAULT_SETTINGS;
  const text = await readText(file);
  const { parseConfig } = await import("./parseConfig.js");
  const config = parseConfig(text, file);
  delete config.$schema; // for editors, no setting
  return { ...DEFAULT_SETTINGS, ...config };
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ConfigurationError(`cannot read the config file ${file}: ${reasonOf(cause)}`, {
      cause,
      hint: "Give an existing JSON file with --config or MLTRAIN_CONFIG.",
    });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // drops a byte order mark
  } catch (cause) {
    throw new ConfigurationError(`${file} is not UTF-8 text`, { cause, hint: "Save it as UTF-8." });
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};
