/** The hours of each day in which work may be begun. */
export interface WorkWindow {
  /** Minutes of the day, from 0; in [from, to), or, where `to` is the smaller, across midnight. */
  readonly from: number;
  readonly to: number;
  /** An IANA time zone. */
  readonly zone: string;
}

const WINDOW = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)(?:\s+(\S+))?$/;
const DAY_MINUTES = 1440;

/** How a window is written; in messages and in the config file's schema. */
export const WINDOW_FORM = "HH:MM-HH:MM and a time zone, as in 01:00-05:00 Europe/Berlin; UTC without one";

/** Reads {@link WINDOW_FORM}; undefined for anything else, also for a window without length and an unknown zone. */
export function parseWindow(text: string): WorkWindow | undefined {
  const [whole, fromHour, fromMinute, toHour = "24", toMinute = "00", zone = "UTC"] = WINDOW.exec(text.trim()) ?? [];
  if (whole === undefined || !isZone(zone)) return undefined;
  const from = 60 * Number(fromHour) + Number(fromMinute);
  const to = 60 * Number(toHour) + Number(toMinute);
  return from === to ? undefined : { from, to, zone };
}

/** As {@link parseWindow} reads it. */
export function windowText({ from, to, zone }: WorkWindow): string {
  return `${clockText(from)}-${clockText(to)} ${zone}`;
}

/**
 * Whether a moment lies in the window by the clock on the wall of its zone. So an hour that is skipped when clocks are
 * put forward has no window, and one that comes twice when they are put back has it twice.
 *
 * @param time - milliseconds since 1970, UTC.
 */
export function isInWindow({ from, to, zone }: WorkWindow, time: number): boolean {
  const minute = wallClock(zone, time);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** Minutes of the day on the zone's clock. */
function wallClock(timeZone: string, time: number): number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const parts = format.formatToParts(time);
  const numberOf = (type: "hour" | "minute"): number => Number(parts.find((part) => part.type === type)?.value);
  return (60 * numberOf("hour") + numberOf("minute")) % DAY_MINUTES;
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function clockText(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
