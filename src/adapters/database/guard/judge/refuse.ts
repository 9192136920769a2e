/** Thrown while a statement is judged: why it is refused. */
export class Refused extends Error {}

export function refuse(why: string): never {
  throw new Refused(why);
}
