import type { Knex } from "knex";

const UNJUDGED = Symbol("unjudged");

/**
 * Lets every statement of a Knex instance through that is sent for nobody. It is there for migrations, which make the
 * tables and know no tenant: a rule of dependency-cruiser keeps everything else away.
 */
export function letThrough(knex: Knex): void {
  const client = knex.client as { config: object };
  // A copy: a transaction shares its settings with the instance that began it.
  client.config = { ...client.config, [UNJUDGED]: true };
}

/** Whether {@link letThrough} was called on the client's instance, or on that whose transaction it is within. */
export function isLetThrough(client: { readonly config: object }): boolean {
  return UNJUDGED in client.config;
}
