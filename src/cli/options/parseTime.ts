import { UsageError } from "../../errors.js";

const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
const MINUTE = 60_000;

/** Returns a parser of times that are not in the future. It gives milliseconds since 1970, UTC. */
export function parsePast(flag: string, now: () => number): (text: string) => number {
  return (text) => {
    const time = parseTime(text);
    if (time === undefined) {
      throw new UsageError(`${flag} ${JSON.stringify(text)} is not a time`, {
        hint: "Use an ISO time, for example 2026-05-31, 2026-05-31T18:00 or 2026-05-31T18:00+02:00. The default zone is UTC.",
      });
    }
    if (time > now()) {
      throw new UsageError(`${flag} ${new Date(time).toISOString()} is in the future`, {
        hint: `The time is ${new Date(now()).toISOString()}. Use an earlier time, or leave out ${flag}.`,
      });
    }
    return time;
  };
}

function parseTime(text: string): number | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone = "Z"] = match;
  const date = [year, month, day].map(Number) as [number, number, number];
  const midnight = Date.UTC(date[0], date[1] - 1, date[2]);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const isYear = new Date(midnight).getUTCFullYear() === date[0];
  const isDay =
    isYear && new Date(midnight).getUTCDate() === date[2] && new Date(midnight).getUTCMonth() === date[1] - 1;
  const offset = offsetMinutes(zone);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || offset === undefined)
    return undefined;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  return midnight + (Number(hour) * 60 + Number(minute) - offset) * MINUTE + Number(second) * 1000 + milliseconds;
}

function offsetMinutes(zone: string): number | undefined {
  if (/^z$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}
