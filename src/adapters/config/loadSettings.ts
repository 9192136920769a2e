import { DEFAULT_SETTINGS, type Settings } from "../../domain/settings.js";
import { ConfigurationError } from "../../errors.js";
import { openInput } from "../files/openInput.js";
import { shownPath } from "../../redaction.js";

/**
 * The settings of a config file, and the defaults for what it does not say. Without a file neither the parser nor the
 * validator is loaded.
 *
 * @param signal - ends a wait for what is to come through a pipe.
 * @throws ConfigurationError if the file cannot be read, is no JSON or says something that it cannot say.
 */
export async function loadSettings(file: string | undefined, signal: AbortSignal): Promise<Settings> {
  if (file === undefined) return DEFAULT_SETTINGS;
  const text = await readText(file, signal);
  const { parseConfig } = await import("./parseConfig.js");
  const config = parseConfig(text, file);
  delete config.$schema; // for editors, no setting
  return { ...DEFAULT_SETTINGS, ...config };
}

/** Most bytes of a config file; settings of ten thousand tenants fit in. */
const LARGEST = 8 * 2 ** 20;

async function readText(file: string, signal: AbortSignal): Promise<string> {
  const bytes = await readBytes(file, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new ConfigurationError(`cannot read the config file ${shownPath(file)}: ${reasonOf(cause)}`, {
      cause,
      hint: "Give an existing JSON file with --config or MLTRAIN_CONFIG.",
    });
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // drops a byte order mark
  } catch (cause) {
    throw new ConfigurationError(`${shownPath(file)} is not UTF-8 text`, { cause, hint: "Save it as UTF-8." });
  }
}

async function readBytes(file: string, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await openInput(file, signal)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new Error("it is larger than 8 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code !== "") return REASONS[code] ?? code;
  return cause instanceof Error ? cause.message : String(cause);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EISDIR: "it is a folder",
};
