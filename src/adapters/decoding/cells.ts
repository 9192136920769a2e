import { ArtefactError } from "../../errors.js";
import type { RawRow } from "../database/common/rows.js";
import { decodeTime } from "./decodeTime.js";
import type { Guard } from "./shapes.js";

/** Reads the cells of one row of mltrain's own tables, as either database returns them. */
export interface Cells {
  text(column: string): string;
  optionalText(column: string): string | undefined;
  boolean(column: string): boolean;
  number(column: string): number;
  optionalNumber(column: string): number | undefined;
  /** Milliseconds since 1970, UTC. */
  time(column: string): number;
  optionalTime(column: string): number | undefined;
  oneOf<T extends string>(column: string, values: readonly T[]): T;
  /** A column of JSON text that is what the guard says; undefined for null. */
  json<T>(column: string, is: Guard<T>): T | undefined;
}

/** @throws ArtefactError from each reader, naming table and column, if the cell does not hold what is asked for. */
export function cellsOf(table: string, row: RawRow): Cells {
  const refuse = (column: string): never => {
    const seen = row[column] === undefined ? "missing" : JSON.stringify(row[column]);
    throw new ArtefactError(`${table}.${column} is ${seen.slice(0, 100)}, which this program cannot read`, {
      hint: "A newer mltrain may have written the row: use that. Otherwise restore the row from a backup.",
    });
  };
  const optional = <T>(read: (column: string) => T) => {
    return (column: string): T | undefined => (row[column] === null ? undefined : read(column));
  };
  const text = (column: string): string => {
    const value = row[column];
    return typeof value === "string" ? value : refuse(column);
  };
  const number = (column: string): number => {
    const value = row[column];
    const isNumber = typeof value === "number" || (typeof value === "string" && value !== "");
    return isNumber && Number.isFinite(Number(value)) ? Number(value) : refuse(column);
  };
  const boolean = (column: string): boolean => {
    const value = row[column];
    if (value === true || value === 1) return true;
    return value === false || value === 0 ? false : refuse(column);
  };
  const time = (column: string): number => decodeTime(row[column]) ?? refuse(column);
  return {
    text,
    optionalText: optional(text),
    boolean,
    number,
    optionalNumber: optional(number),
    time,
    optionalTime: optional(time),
    oneOf: (column, values) => values.find((value) => value === row[column]) ?? refuse(column),
    json: (column, is) => {
      if (row[column] === null) return undefined;
      const value = parsed(text(column));
      return is(value) ? value : refuse(column);
    },
  };
}

/** Undefined, which JSON has not, for a text that is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A time as mltrain's own tables are given it. */
export function timeCell(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function optionalTimeCell(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : timeCell(milliseconds);
}
