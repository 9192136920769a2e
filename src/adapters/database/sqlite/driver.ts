import Driver from "libsql";

/*
 * SQLite keeps whatever bytes a text was written with, and the driver ends the whole process at one that is not UTF-8:
 * no error, no other tenant's turn. So a text that is not plain ASCII is fetched as its bytes, and decoded here.
 */

type Row = Readonly<Record<string, unknown>>;

/** What mltrain and Knex use of a prepared statement. */
interface Statement {
  readonly reader: boolean;
  columns(): readonly { readonly name: string }[];
  safeIntegers(toggle?: boolean): unknown;
  run(bindings: readonly unknown[]): unknown;
  all(bindings: readonly unknown[]): readonly Row[];
  iterate(bindings: readonly unknown[]): Iterator<Row>;
}

/** What reads, and can stand within another select. */
const SELECTS = /^\s*(?:select|with(?!.*\b(?:insert|update|delete|replace)\b))\b/is;
const TEXT = "T".charCodeAt(0);
/** A byte order mark stays what it is; what is no UTF-8 becomes U+FFFD. */
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The driver, for which no text is too spoilt to be read. */
export class SqliteDriver extends Driver {
  private isUtf8: boolean | undefined;

  override prepare(sql: string): never {
    const statement = super.prepare(sql) as unknown as Statement;
    if (!statement.reader || !SELECTS.test(sql)) return statement as never;
    // Of a file in UTF-16 SQLite makes UTF-8 by itself, which is always valid.
    this.isUtf8 ??= (this.pragma("encoding") as { encoding: string }[])[0]?.encoding === "UTF-8";
    if (!this.isUtf8) return statement as never;
    const names = statement.columns().map(({ name }) => name);
    return decoded(super.prepare(asBytes(sql, names)) as unknown as Statement, names) as never;
  }
}

/** The same rows, with a letter before the bytes of each text that may be no UTF-8, and another before real bytes. */
function asBytes(sql: string, names: readonly string[]): string {
  const outputs = names.map((name, i) => {
    const column = `c${String(i)}`;
    // The driver, like GLOB, takes a text to end at its first NUL. From the tab to the tilde there is ASCII alone.
    return `case typeof(${column})
      when 'text' then case when ${column} glob '*[^\t-~]*' then cast('T' || ${column} as blob) else ${column} end
      when 'blob' then cast('B' || ${column} as blob) else ${column} end as "${name.replaceAll('"', '""')}"`;
  });
  const columns = names.map((_, i) => `c${String(i)}`).join(", ");
  return `with outputs (${columns}) as (${sql.replace(/[;\s]+$/, "")}\n) select ${outputs.join(", ")} from outputs`;
}

function decoded(statement: Statement, names: readonly string[]): Statement {
  const decode = (row: Row): Row => {
    let changed: Record<string, unknown> | undefined;
    for (const name of names) {
      const value = row[name];
      if (value instanceof ArrayBuffer) (changed ??= { ...row })[name] = decodeBytes(new Uint8Array(value));
    }
    return changed ?? row;
  };
  const iterate = (bindings: readonly unknown[]): IterableIterator<Row> => {
    const rows = statement.iterate(bindings);
    return {
      next() {
        const next = rows.next();
        return next.done === true ? { done: true, value: undefined } : { done: false, value: decode(next.value) };
      },
      [Symbol.iterator]() {
        return this;
      },
    };
  };
  return {
    reader: true,
    columns: () => names.map((name) => ({ name })),
    safeIntegers: (toggle) => statement.safeIntegers(toggle),
    run: (bindings) => statement.run(bindings),
    iterate,
    all: (bindings) => [...iterate(bindings)],
  };
}

function decodeBytes(bytes: Uint8Array): string | ArrayBufferLike {
  if (bytes[0] !== TEXT) return bytes.slice(1).buffer;
  const end = bytes.indexOf(0);
  return UTF8.decode(bytes.subarray(1, end === -1 ? undefined : end));
}
