/** The right of one run to work on the tenant's models, until it expires by the database's clock. */
export interface Lease {
  readonly holder: string;
  /** Grows with every acquisition: a stale holder is known by its token. */
  readonly token: number;
}

export interface LeaseStore {
  /** @throws TryLaterError if another run holds it. */
  acquire(holder: string, seconds: number): Promise<Lease>;
  /** @throws TryLaterError if it was lost. */
  renew(lease: Lease, seconds: number): Promise<void>;
  /** Does nothing if it was lost. */
  release(lease: Lease): Promise<void>;
}
