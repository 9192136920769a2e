import { PEOPLE } from "../../domain/examples/people.js";
import type { TenantId } from "../../domain/tenant.js";
import type { CategoryColumn, Examples } from "../../learning/examples.js";
import { keyedHash } from "./keyedHash.js";

/**
 * The examples with hashes in place of people's names, so that nothing made of them can hold or show one: no artefact,
 * no reason of a prediction, no log. Who is who stays known, and so every prediction is the same. Each name is hashed
 * once, whatever the number of rows.
 *
 * The hashes are keyed by tenant: those of two tenants cannot be compared. They are pseudonyms, not secrets: whoever
 * has the list of a tenant's people can find out which hash is whose.
 */
export function withHashedPeople(examples: Examples, tenant: TenantId): Examples {
  const secret = `mltrain tenant ${tenant} people`;
  const hashed = (column: CategoryColumn): CategoryColumn => ({
    ...column,
    names: column.names.map((name) => keyedHash(secret, name)),
  });
  const categories = Object.entries(examples.categories).map(([name, column]): [string, CategoryColumn] => [
    name,
    PEOPLE.includes(name) ? hashed(column) : column,
  ]);
  return { ...examples, categories: Object.fromEntries(categories) };
}
