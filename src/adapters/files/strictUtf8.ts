import { isUtf8 } from "node:buffer";
import { BadDataError } from "../../errors.js";

const LINE_FEED = 10;
const UTF8_MARK = [0xef, 0xbb, 0xbf];

/**
 * Passes UTF-8 through, without its byte order mark, and refuses everything else: a text read in the wrong encoding
 * would train on garbage without anybody noticing.
 *
 * @throws BadDataError naming the line of the first byte that is not UTF-8.
 */
export async function* strictUtf8(chunks: AsyncIterable<Buffer>, file: string): AsyncGenerator<Buffer> {
  let line = 1;
  let isBeginning = true;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (isBeginning && bytes.length < 4) {
      rest = bytes;
      continue;
    }
    if (isBeginning) bytes = withoutMark(bytes, file);
    isBeginning = false;
    const end = completeLength(bytes);
    rest = bytes.subarray(end);
    line = checkedLines(bytes.subarray(0, end), line, file);
    yield bytes.subarray(0, end);
  }
  if (isBeginning) rest = withoutMark(rest, file);
  checkedLines(rest, line, file);
  if (rest.length > 0) yield rest;
}

/** @throws BadDataError if the file begins as UTF-16, UTF-32 or gzip do. */
function withoutMark(bytes: Buffer, file: string): Buffer {
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) {
    throw new BadDataError(`${file} is compressed with gzip, but its name does not end in .gz`, {
      hint: "Rename it, or decompress it.",
    });
  }
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (isWide || bytes.subarray(0, 4).includes(0)) {
    throw new BadDataError(`${file} is not UTF-8: it begins as UTF-16 does`, {
      hint: `Convert it: iconv -f UTF-16 -t UTF-8 ${file}`,
    });
  }
  return UTF8_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(UTF8_MARK.length) : bytes;
}

/** How many of the bytes are whole characters: a chunk may end within one. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** @returns the number of the line after the last line feed. */
function checkedLines(bytes: Buffer, firstLine: number, file: string): number {
  const isValid = isUtf8(bytes);
  let line = firstLine;
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    if (!isValid && !isUtf8(bytes.subarray(start, end))) break;
    line += 1;
    start = end + 1;
  }
  if (isValid) return line;
  throw new BadDataError(`${file}, line ${String(line)}: not UTF-8`, {
    hint: `If it is an older encoding, convert it: iconv -f WINDOWS-1252 -t UTF-8 ${file}`,
  });
}
