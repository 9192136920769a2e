/* What `doctor` looks at, as a database tells it. */

/** A policy of a table. */
export interface PolicyFacts {
  readonly name: string;
  /** Rows that any permissive policy lets through, and every restrictive one, are seen. */
  readonly permissive: boolean;
  /** Whether it is for every kind of statement. */
  readonly forAll: boolean;
  /** Whether it is for the role that mltrain connects as. */
  readonly applies: boolean;
  /** The expressions as the server writes them; null where there is none. */
  readonly using: string | null;
  readonly check: string | null;
}

/** Row-level security of a relation. */
export interface RelationFacts {
  /** As mltrain's own code or the config file names it. */
  readonly wanted: string;
  /** Null: there is no such relation. */
  readonly schema: string | null;
  readonly name: string | null;
  readonly kind: "table" | "view" | "other";
  readonly partitioned: boolean;
  readonly enabled: boolean;
  /** Whether the policies hold for the owner as well. */
  readonly forced: boolean;
  /** Whether the role has the owner's rights. */
  readonly owned: boolean;
  /** Kinds of statement, of those that mltrain sends, that the role has a privilege for, on whichever of its columns. */
  readonly privileges: readonly string[];
  readonly policies: readonly PolicyFacts[];
  /** A schema that the role may not use, and that has a relation of this name; only of a relation that was not found. */
  readonly hiddenIn: string | null;
}

export interface RoleFacts {
  readonly name: string;
  readonly superuser: boolean;
  readonly bypassesRowSecurity: boolean;
  /** Roles that no policy binds, and that this one can become. */
  readonly mayBecome: readonly string[];
  /** The tenant that is set before any transaction has set one; null as it should be. */
  readonly presetTenant: string | null;
  /** For whom that is stored in the database; null stands for everybody, and for every database. */
  readonly presetFor: readonly { readonly role: string | null; readonly database: string | null }[];
}

/** What every run checks at its start. */
export interface ProtectionFacts {
  readonly role: RoleFacts;
  readonly tables: readonly RelationFacts[];
}

/** Names of the platform's relations that mltrain knows. */
export type PlatformRelation = "tenants" | "work_items" | "prs" | "job_schedules";

/** A relation of the platform, beside its row-level security. */
export interface PlatformFacts {
  readonly relation: PlatformRelation;
  readonly facts: RelationFacts;
  /** The column that limits a query to a tenant; its type, if it is there, without a length, and of a domain the one below. */
  readonly tenantColumn: string;
  readonly tenantType: string | null;
  /** Whether an index begins with that column. */
  readonly indexed: boolean;
  /** The column that queries look for a range of, beside the tenant; null where the relation has none. */
  readonly rangeColumn: string | null;
  /** Kinds of statement that the role cannot send, of those that mltrain sends: no privilege, or not on a column that each needs. */
  readonly missingPrivileges: readonly string[];
  /** Columns that the role is granted, where not the whole relation is needed. */
  readonly columns: readonly string[];
  /** Columns that hold times without a zone. */
  readonly zonelessTimes: readonly string[];
  /** Of a view: whether it reads its tables with the rights of whoever asks; null where the server knows no such view. */
  readonly securityInvoker: boolean | null;
  /** A sequence that an insert takes a number from, beside identity columns. */
  readonly sequence: string | null;
}

/** Whether the policies do what they say, tried out in a transaction that is rolled back. */
export interface BehaviourFacts {
  readonly tenant: number;
  /** Relations that showed a row although no tenant was set. */
  readonly withoutTenant: readonly string[];
  /** Relations that showed another tenant's row. */
  readonly foreignRows: readonly string[];
  /** Whether a row could be inserted although no tenant was set. */
  readonly insertedWithoutTenant: boolean;
  /** Relations that could not be read, though the role has the privilege, and what the server said. */
  readonly failed: readonly { readonly relation: string; readonly message: string }[];
}

export interface PostgresFacts extends ProtectionFacts {
  readonly database: string;
  /** The role on the database that the platform's relations are read from, where that is another. */
  readonly sourceRole?: RoleFacts;
  /** `server_version_num`: 150018 is 15.18. */
  readonly serverVersion: number;
  readonly timeZone: string;
  /** Why nothing can be written, if so: the server follows another one, or a setting says so. */
  readonly readOnly: "standby" | "setting" | null;
  /** The table that says which migrations were applied. */
  readonly migrations: RelationFacts | undefined;
  /** The database's clock minus this machine's, and how far that may be off. */
  readonly clock: { readonly aheadSeconds: number; readonly uncertainSeconds: number };
  readonly platform: readonly PlatformFacts[];
  /** Absent while mltrain's tables are not there. */
  readonly behaviour: BehaviourFacts | undefined;
}
