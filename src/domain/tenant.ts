import { UsageError } from "../errors.js";

declare const tenantBrand: unique symbol;

/**
 * The owner of a data set and of the models trained on it: a positive integer, as in the platform's `tenants.id`.
 *
 * Branded, so that a plain number cannot reach a query by accident: the only way
 * to get one is {@link parseTenantId}, at the edge of the program.
 */
export type TenantId = number & { readonly [tenantBrand]: true };

/** A customer of the platform, as its `tenants` relation describes it. */
export interface Tenant {
  readonly id: TenantId;
  readonly active: boolean;
}

/** @throws UsageError if `text` is not a whole number from 1 to 2147483647, written in digits alone. */
export function parseTenantId(text: string): TenantId {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
  if (!(id <= 2_147_483_647)) {
    throw new UsageError(`tenant id ${JSON.stringify(text)} is not valid`, {
      hint: "Give the id of a row of the tenants table, in digits: for example --tenant 1.",
    });
  }
  return id as TenantId;
}
