export interface Migrations {
  status(): Promise<{ readonly applied: readonly string[]; readonly pending: readonly string[] }>;
  /** @returns the names of the migrations that were applied now. */
  up(): Promise<readonly string[]>;
}
