import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse, type Parser } from "csv-parse";
import { BadDataError, UsageError } from "../../errors.js";
import type { RowReader } from "../../usecases/ports/rowReader.js";
import { openInput } from "./openInput.js";
import { strictUtf8 } from "./strictUtf8.js";

/** Most bytes of one record. A quote left open makes the rest of the file one record: this ends the search for its end. */
const LARGEST_RECORD = 32 * 1024 * 1024;

/**
 * Reads CSV files (RFC 4180, UTF-8, LF or CRLF), decompressed if their name ends in `.gz`, in constant memory.
 *
 * @param signal - ends a wait for what is to come through a pipe.
 */
export const csvReader = (signal: AbortSignal): RowReader => ({
  async *read(file) {
    const lines = new LineCounter();
    const parser = parse({
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      max_record_size: LARGEST_RECORD,
      on_record: (cells) => lines.countedUnlessBlank(cells),
    });
    try {
      pipe(await openInput(file, signal), file, parser);
      for await (const cells of parser as AsyncIterable<string[]>) yield { line: lines.nextOfRecord(), cells };
    } catch (error) {
      signal.throwIfAborted();
      throw explain(error, file, lines.next);
    }
  },
});

/**
 * csv-parse counts a CRLF within quotes as two lines, and loses the place of an error in a record of many lines; so
 * lines are counted here, in the callback that runs before the parser reads on.
 */
class LineCounter {
  /** The line on which the record begins that is being parsed. */
  next = 1;
  private readonly waiting: number[] = [];

  countedUnlessBlank(cells: string[]): string[] | null {
    const line = this.next;
    this.next += 1;
    for (const cell of cells) this.next += lineFeeds(cell);
    if (cells.length === 1 && cells[0] === "") return null;
    this.waiting.push(line);
    return cells;
  }

  /** The line on which the next record begins that the parser hands out. */
  nextOfRecord(): number {
    return this.waiting.shift() ?? this.next;
  }
}

function pipe(bytes: Readable, file: string, parser: Parser): void {
  const check = (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> => strictUtf8(chunks, file);
  // An error of any part ends the parser with it, and so the iteration over it.
  const done = (): void => undefined;
  if (/\.gz$/i.test(file)) pipeline(bytes, createGunzip(), check, parser, done);
  else pipeline(bytes, check, parser, done);
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function explain(error: unknown, file: string, line: number): unknown {
  if (error instanceof CsvError) return explainCsv(error, `${file}, line ${String(line)}`);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("Z_")) {
    return new BadDataError(`${file} cannot be decompressed: it is damaged, cut off, or not gzip`, {
      hint: `Check it with: gzip -t ${file}`,
      cause: error,
    });
  }
  if (code === "ENOENT") {
    return new UsageError(`${file} does not exist`, { hint: "Give the path of a CSV file.", cause: error });
  }
  if (code.startsWith("E") && error instanceof Error && "syscall" in error) {
    return new UsageError(`${file} cannot be read (${code})`, {
      hint: "Give the path of a readable file.",
      cause: error,
    });
  }
  return error;
}

const QUOTES = 'Put a cell that holds a quote between quotes, and double the quotes within: "say ""yes""".';
const MIDDLE_QUOTE = "a quote stands in the middle of a cell of the record that begins here";
const SAID: Readonly<Partial<Record<string, string>>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote opens in the record that begins here, and is never closed",
  CSV_MAX_RECORD_SIZE: "the record that begins here is larger than 32 MiB; is a quote left open?",
  CSV_INVALID_CLOSING_QUOTE: MIDDLE_QUOTE,
  INVALID_OPENING_QUOTE: MIDDLE_QUOTE,
};

function explainCsv(error: CsvError, place: string): Error {
  const said = SAID[error.code];
  return said === undefined ? error : new BadDataError(`${place}: ${said}`, { hint: QUOTES, cause: error });
}
