import type { Knex } from "knex";

/** A value that both databases can bind. */
export type Bindable = string | number | boolean | null;

export type NewRow = Readonly<Record<string, Bindable | Knex.Raw>>;

export type RawRow = Readonly<Record<string, unknown>>;
