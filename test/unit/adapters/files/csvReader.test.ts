import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { csvReader } from "../../../../src/adapters/files/csvReader.js";
import { BadDataError, MltrainError, UsageError } from "../../../../src/errors.js";
import type { FileRow } from "../../../../src/usecases/ports/rowReader.js";

describe("csvReader", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mltrain-csv-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function rowsOf(content: string | Buffer, name = "rows.csv"): Promise<FileRow[]> {
    await writeFile(join(folder, name), content);
    const rows: FileRow[] = [];
    for await (const row of csvReader(new AbortController().signal).read(join(folder, name))) rows.push(row);
    return rows;
  }

  async function failureOf(content: string | Buffer, name?: string): Promise<MltrainError> {
    try {
      await rowsOf(content, name);
    } catch (error) {
      if (error instanceof MltrainError) return error;
      throw error;
    }
    throw new Error("the file was read without an error");
  }

  const plain = [
    { line: 1, cells: ["key", "summary"] },
    { line: 2, cells: ["A-1", "säge"] },
  ];

  it("reads LF, with or without a last one", async () => {
    expect(await rowsOf("key,summary\nA-1,säge\n")).to.deep.equal(plain);
    expect(await rowsOf("key,summary\nA-1,säge")).to.deep.equal(plain);
  });

  it("reads CRLF, and a file that changes from one to the other", async () => {
    expect(await rowsOf("key,summary\r\nA-1,säge\r\n")).to.deep.equal(plain);
    expect(await rowsOf("key,summary\r\nA-1,säge\nA-2,x\r\n")).to.deep.equal([
      ...plain,
      { line: 3, cells: ["A-2", "x"] },
    ]);
  });

  it("leaves out the byte order mark", async () => {
    expect(await rowsOf("\ufeffkey,summary\nA-1,säge\n")).to.deep.equal(plain);
  });

  it("reads .gz, also of several members", async () => {
    const members = Buffer.concat([gzipSync("key,summary\n"), gzipSync("A-1,säge\n")]);
    expect(await rowsOf(members, "rows.csv.gz")).to.deep.equal(plain);
  });

  it("counts the lines of quoted cells, CRLF within them and blank lines", async () => {
    const rows = await rowsOf('key,summary\r\nA-1,"one\r\ntwo\r\nthree"\r\n\r\nA-2,"say ""yes"""\r\n');
    expect(rows.slice(1)).to.deep.equal([
      { line: 2, cells: ["A-1", "one\r\ntwo\r\nthree"] },
      { line: 6, cells: ["A-2", 'say "yes"'] },
    ]);
  });

  it("keeps characters whole that lie across the chunks of a file", async () => {
    // 65,536 bytes are a chunk: the shifts put its border within and between the characters.
    for (const shift of [0, 1, 2, 3]) {
      const text = "x".repeat(shift) + "😀é€".repeat(15_000);
      expect((await rowsOf(`key\n${text}\n`))[1]?.cells[0]).to.equal(text);
    }
  });

  it("reads a cell of 10 MB", async () => {
    const text = "long ".repeat(2_000_000);
    expect((await rowsOf(`key,summary\nA-1,"${text}"\n`))[1]?.cells[1]).to.have.length(10_000_000);
  });

  it("gives up on a record of more than 32 MiB", async () => {
    const error = await failureOf(`key,summary\nA-1,"${"x".repeat(33 * 1024 * 1024)}\n`);
    expect(error).to.be.instanceOf(BadDataError);
    expect(error.message).to.match(/rows\.csv, line 2: .*larger than 32 MiB; is a quote left open/);
  });

  for (const [what, content, said] of [
    ["a quote that is never closed", 'key,summary\nA-1,x\n\nA-2,"open\nA-3,y\n', /line 4: .*never closed/],
    ["text after a closing quote", 'key,summary\n"A\n1",x\nA-2,"open"y\n', /line 4: a quote stands in the middle/],
    ["a quote in a cell without quotes", 'key,summary\nA-1,5" disk\n', /line 2: a quote stands in the middle/],
    ["Latin-1", Buffer.from("key,summary\nA-1,x\nA-2,säge\n", "latin1"), /line 3: not UTF-8/],
    ["a character cut off at the end", Buffer.from([0x6b, 0x65, 0x79, 0x0a, 0x61, 0xe2, 0x82]), /line 2: not UTF-8/],
    ["UTF-16 with its mark", Buffer.from("\ufeffkey,summary\n", "utf16le"), /begins as UTF-16/],
    ["UTF-16 without a mark", Buffer.from("key,summary\n", "utf16le"), /begins as UTF-16/],
    ["UTF-16, big-endian", Buffer.from("\ufeffkey,summary\n", "utf16le").swap16(), /begins as UTF-16/],
    ["gzip under another name", gzipSync("key,summary\n"), /compressed with gzip/],
  ] as const) {
    it(`refuses ${what}, and says where`, async () => {
      const error = await failureOf(content);
      expect(error).to.be.instanceOf(BadDataError);
      expect(error.message).to.match(said);
      expect(error.message).to.include("rows.csv");
      expect(error.hint).to.be.a("string");
    });
  }

  it("finds the line of a bad byte far into a file", async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `A-${String(index)},säge\n`).join("");
    const error = await failureOf(Buffer.concat([Buffer.from(lines), Buffer.from("A,s\xe4ge\n", "latin1")]));
    expect(error.message).to.match(/line 20001: not UTF-8/);
  });

  it("refuses gzip that is cut off, damaged or none", async () => {
    const whole = gzipSync("key,summary\n" + "A-1,some text\n".repeat(1000));
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, 20, 40);
    for (const content of [whole.subarray(0, whole.length - 12), damaged, Buffer.from("key,summary\n")]) {
      const error = await failureOf(content, "rows.csv.gz");
      expect(error).to.be.instanceOf(BadDataError);
      expect(error.message).to.match(/rows\.csv\.gz cannot be decompressed/);
    }
  });

  it("says that a file is missing, or a folder", async () => {
    for (const [file, said] of [
      [join(folder, "none.csv"), /does not exist/],
      [folder, /cannot be read \(EISDIR\)/],
    ] as const) {
      const failure = await csvReader(new AbortController().signal)
        .read(file)
        [Symbol.asyncIterator]()
        .next()
        .catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(UsageError).and.have.property("message").that.matches(said);
    }
  });

  it("may be left before the end", async () => {
    await writeFile(join(folder, "many.csv"), "key,summary\n".repeat(100_000));
    for await (const { line } of csvReader(new AbortController().signal).read(join(folder, "many.csv"))) {
      if (line === 10) return;
    }
    throw new Error("line 10 was not seen");
  });
});
