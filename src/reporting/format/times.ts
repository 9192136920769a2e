/** Formats a time as `2026-05-31 18:00`, UTC. @param time - milliseconds since 1970, UTC. */
export function minuteOf(time: number): string {
  return isoTime(time).slice(0, 16).replace("T", " ");
}

/** Formats a day as `2026-05-31`, UTC. */
export function dayOf(time: number): string {
  return isoTime(time).slice(0, 10);
}

/** Formats a time as ISO 8601 in UTC with milliseconds. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

/** Formats a month as `2026-05`, UTC. */
export function monthOf(time: number): string {
  return isoTime(time).slice(0, 7);
}
