import type { TenantId } from "../../../../domain/tenant.js";
import type { StatementSettings } from "../../common/sessionSettings.js";

/** The relation that lists the tenants, and its columns, under the names that the settings map them to. */
export interface TenantList {
  readonly table: string;
  readonly id: string;
  readonly active: string;
}

/**
 * What a statement is sent for, which is what the guard holds it against. It travels with the statement as Knex's query
 * context; a statement that is sent for nobody may touch no tenant's table.
 */
export class Purpose {
  private constructor(
    readonly kind: "nobody" | "tenant" | "tenant list",
    /** Whose rows the statement may touch. */
    readonly tenant: TenantId | undefined,
    /** The one relation whose rows belong to the tenant that its `id` names, or that may be listed as a whole. */
    readonly list: TenantList | undefined,
    /** What a Postgres server is told before the statement; absent: nothing, it holds what its transaction holds. */
    readonly settings?: StatementSettings,
  ) {}

  static readonly nobody = new Purpose("nobody", undefined, undefined);

  /** Work for one tenant. With `list`, that relation's row of the tenant as well, which is found by its id. */
  static ofTenant(tenant: TenantId, list?: TenantList): Purpose {
    return new Purpose("tenant", tenant, list);
  }

  /** The list of tenants: the one exception to the scope. */
  static ofTenantList(list: TenantList): Purpose {
    return new Purpose("tenant list", undefined, list);
  }

  /** The same, for statements that bring their settings along. */
  withSettings(settings: StatementSettings): Purpose {
    return new Purpose(this.kind, this.tenant, this.list, settings);
  }

  /** What of the purpose a verdict depends on: whichever tenant it is, the verdict is the same. */
  get key(): string {
    const { list } = this;
    return list === undefined ? this.kind : `${this.kind}: ${JSON.stringify([list.table, list.id, list.active])}`;
  }
}

/** What is asked of a statement to be sent, in the form in which Knex's clients have it. */
export interface Statement {
  readonly sql: string;
  readonly bindings?: readonly unknown[] | undefined;
  readonly queryContext?: unknown;
}

/** What a statement was marked with when it was built. */
export function purposeOf({ queryContext }: Statement): Purpose {
  return queryContext instanceof Purpose ? queryContext : Purpose.nobody;
}
