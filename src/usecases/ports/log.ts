/** One line of the log: fields are identifiers and numbers, never a label, a text or a person's name. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  /** A log that puts `fields` on every line. */
  with(fields: Readonly<Record<string, unknown>>): Log;
}
