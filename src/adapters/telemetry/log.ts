import { pino, type DestinationStream, type Logger } from "pino";
import { redactSecrets } from "../../redaction.js";
import type { Log } from "../../usecases/ports/log.js";

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
  /** Lines for people instead of JSON. */
  readonly pretty: boolean;
  readonly colours?: boolean;
  /** Absent: stderr. */
  readonly destination?: DestinationStream;
}

const STDERR = 2;

/** The log of the process. It is written at once, so that the last line before the end is not lost. */
export async function openLog({ level, pretty, colours = false, destination }: LogOptions): Promise<Log> {
  const stream = destination ?? standardError();
  const lines = pretty ? await prettyLines(stream, colours) : stream;
  return asLog(
    pino(
      {
        level,
        base: null,
        messageKey: "message",
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      lines,
    ),
  );
}

/** A line that cannot be written (the disk that it goes to is full) is lost, and nothing else. */
function standardError(): DestinationStream {
  return pino.destination({ dest: STDERR, sync: true }).on("error", () => undefined);
}

async function prettyLines(destination: DestinationStream, colorize: boolean): Promise<DestinationStream> {
  const { PinoPretty } = await import("pino-pretty");
  return PinoPretty({
    destination: destination as unknown as NodeJS.WritableStream,
    sync: true,
    colorize,
    messageKey: "message",
    translateTime: "SYS:HH:MM:ss",
    singleLine: true,
  });
}

type Fields = Readonly<Record<string, unknown>>;

function asLog(logger: Logger): Log {
  const write = (level: "debug" | "info" | "warn" | "error") => (fields: Fields, message: string) => {
    if (logger.isLevelEnabled(level)) logger[level](redactFields(fields), redactSecrets(message));
  };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    with: (fields) => asLog(logger.child(redactFields(fields))),
  };
}

function redactFields(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, redact(value)]));
}

/** A field without secrets, whatever it holds; errors as what they say. */
function redact(value: unknown): unknown {
  if (typeof value === "string") return redactSecrets(value);
  if (value instanceof Error) return { message: redactSecrets(value.message), stack: redactSecrets(value.stack ?? "") };
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value === "object" && value !== null) return redactFields(value as Fields);
  return value;
}
