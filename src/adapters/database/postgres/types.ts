import pg from "pg";

/** Types by their object id, which a server never changes: `pg_type.oid`. */
const INT8 = 20;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;

/** The driver's own parsers; its types list the object ids that it knows, but any may come. */
const DRIVER_TYPES = pg.types as unknown as {
  getTypeParser(type: number, format?: unknown): (text: string) => unknown;
};

/** A number where JavaScript can hold it exactly. */
function parseInt8(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function parserOf(type: number, format?: unknown): (text: string) => unknown {
  switch (type) {
    case INT8:
      return parseInt8;
    case DATE:
    case TIMESTAMP:
    case TIMESTAMPTZ:
      // A Date would lose microseconds, and would read a time without a zone as one of the local zone.
      return (text) => text;
    default:
      return DRIVER_TYPES.getTypeParser(type, format);
  }
}

/** How values that the server sends become JavaScript's: times stay as it wrote them. */
export const RAW_TYPES = { getTypeParser: parserOf };
