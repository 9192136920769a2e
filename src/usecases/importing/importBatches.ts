import type { ImportRelation, ImportRow } from "../../domain/importing/columns.js";
import type { AcceptedRow } from "../../domain/importing/rows.js";
import type { TenantId } from "../../domain/tenant.js";
import type { ImportWriter } from "../ports/importTarget.js";

/** Rows of a statement: 22 columns of them stay below SQLite's 32,766 bound values. */
const MAXIMUM_ROWS = 500;
/** Characters held back: rows can hold megabytes of text. */
const MAXIMUM_CHARACTERS = 8_000_000;

/** Collects the rows of one file and writes them, tenant by tenant, a batch at a time. */
export class ImportBatches {
  added = 0;
  changed = 0;
  repeatedKeys = 0;
  readonly tenantsAdded: TenantId[] = [];
  private readonly waiting = new Map<TenantId, Map<string, ImportRow>>();
  private readonly seenKeys = new Map<TenantId, Set<string>>();
  private rows = 0;
  private characters = 0;

  constructor(
    private readonly writer: ImportWriter,
    private readonly relation: ImportRelation,
  ) {}

  /** The same key again replaces the earlier row, in this batch or in the database. */
  async add({ tenant, key, values }: AcceptedRow): Promise<void> {
    const keys = this.seenKeys.get(tenant) ?? (await this.meet(tenant));
    if (keys.has(key)) this.repeatedKeys += 1;
    keys.add(key);
    const rows = this.waiting.get(tenant) ?? new Map<string, ImportRow>();
    this.waiting.set(tenant, rows.set(key, values));
    this.rows += 1;
    for (const value of Object.values(values)) this.characters += typeof value === "string" ? value.length : 8;
    if (this.rows >= MAXIMUM_ROWS || this.characters >= MAXIMUM_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [tenant, rows] of this.waiting) {
      const { added, changed } = await this.writer.upsert(tenant, this.relation, [...rows.values()]);
      this.added += added;
      this.changed += changed;
    }
    this.waiting.clear();
    this.rows = 0;
    this.characters = 0;
  }

  private async meet(tenant: TenantId): Promise<Set<string>> {
    if (this.relation !== "tenants" && (await this.writer.ensureTenant(tenant))) this.tenantsAdded.push(tenant);
    const keys = new Set<string>();
    this.seenKeys.set(tenant, keys);
    return keys;
  }
}
