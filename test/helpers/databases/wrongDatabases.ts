import type { Finding } from "../../../src/domain/doctor/findings.js";
import { ROLE } from "./postgresRole.js";

/** A fault of a database: the SQL that causes it, the finding, and what repairs it where the finding's SQL does not. */
type Wrong = readonly [
  what: string,
  make: string,
  expected: Pick<Finding, "check" | "level">,
  says: RegExp,
  repair?: string,
];

const UNSAFE = { level: "unsafe" } as const;
export const WRONG: readonly Wrong[] = [
  ["the role may bypass policies", `alter role ${ROLE} bypassrls`, { check: "role", ...UNSAFE }, /has BYPASSRLS/],
  [
    "the role can become one that bypasses policies",
    `create role "by pass" bypassrls; grant "by pass" to ${ROLE}`,
    { check: "role", level: "warning" },
    /can become by pass, whom no policy binds/,
    'drop role "by pass"',
  ],
  [
    "the role may not use the schema",
    `revoke usage on schema public from public, ${ROLE}`,
    { check: "relations", level: "misconfigured" },
    /may not use the schema public, which has ml_models, ml_deployments/,
    "grant usage on schema public to public",
  ],
  [
    "a table's policy fails",
    "create policy theirs on prs as restrictive using (tenant_id = current_setting('app.tenant')::int)",
    { check: "relations", level: "misconfigured" },
    /^prs cannot be read: .*: unrecognized configuration parameter "app.tenant"/,
    "drop policy theirs on prs",
  ],
  [
    "a table's row-level security is off",
    "alter table ml_runs disable row level security",
    { check: "policies", ...UNSAFE },
    /^ml_runs: row-level security is off/,
  ],
  [
    "a table is the role's own, and not forced",
    `grant create on schema public to ${ROLE}; alter table ml_runs owner to ${ROLE}; alter table ml_runs no force row level security`,
    { check: "policies", ...UNSAFE },
    /^ml_runs: the policies do not bind its owner/,
    `alter table ml_runs owner to current_user; grant select, insert, update on ml_runs to ${ROLE}`,
  ],
  [
    "a table is not forced",
    "alter table ml_runs no force row level security",
    { check: "policies", level: "warning" },
    /^ml_runs: row-level security is not forced/,
  ],
  [
    "a policy is gone",
    "drop policy mltrain_tenant on ml_models",
    { check: "policies", ...UNSAFE },
    /^ml_models: no policy limits its rows to a tenant/,
  ],
  [
    "another policy lets everything through",
    'create policy "let me" on ml_leases using (true)',
    { check: "policies", ...UNSAFE },
    /^ml_leases: the policy let me lets rows of other tenants through/,
  ],
  [
    "the same is seen by trying it out",
    "create policy open on ml_leases using (true)",
    { check: "behaviour", ...UNSAFE },
    /^ml_leases: rows of other tenants are seen/,
    "drop policy open on ml_leases",
  ],
  [
    "a table of the platform has no policy for the role",
    `drop policy mltrain_tenant_${ROLE} on prs`,
    { check: "platform", level: "warning" },
    /^prs: no policy limits this role/,
  ],
  [
    "a policy compares what is left of the tenant's id when it is cut",
    `drop policy mltrain_tenant_${ROLE} on prs;
      create policy mltrain_tenant_${ROLE} on prs as restrictive to ${ROLE}
        using (tenant_id::varchar(1) = nullif(current_setting('mltrain.tenant_id', true), '')::varchar(1))`,
    { check: "platform", level: "warning" },
    /^prs: no policy limits this role/,
  ],
  [
    "a privilege is missing",
    `revoke update on job_schedules from ${ROLE}`,
    { check: "relations", level: "warning" },
    /no privilege to update of job_schedules/,
  ],
  [
    "mltrain may not read its own table",
    `revoke select on ml_runs from ${ROLE}`,
    { check: "relations", level: "misconfigured" },
    /no privilege to select of ml_runs/,
  ],
  [
    "mltrain may not write its own table",
    `revoke insert on ml_attempts from ${ROLE}`,
    { check: "relations", level: "misconfigured" },
    /no privilege to insert of ml_attempts/,
  ],
  [
    "mltrain may not read which migrations were applied",
    `revoke select on mltrain_migrations from ${ROLE}`,
    { check: "relations", level: "misconfigured" },
    /no privilege to select of mltrain_migrations/,
  ],
  [
    "mltrain may not read which tenants are active",
    `revoke select (active) on tenants from ${ROLE}`,
    { check: "relations", level: "misconfigured" },
    /no privilege to select of tenants/,
  ],
  [
    "a policy of mltrain's own is for another role",
    "alter policy mltrain_tenant on ml_models to pg_monitor",
    { check: "policies", ...UNSAFE },
    /^ml_models: no policy limits its rows to a tenant/,
  ],
  [
    "a policy hides rows of the tenant's own",
    "create policy weekend on ml_models as restrictive using (false)",
    { check: "policies", level: "misconfigured" },
    /^ml_models: the policy weekend can hide a tenant's own rows/,
  ],
  [
    "only restrictive policies are for the role",
    `alter policy mltrain_tenant on ml_models to pg_monitor; create policy narrow on ml_models as restrictive to ${ROLE}
      using (tenant_id = nullif(current_setting('mltrain.tenant_id', true), '')::integer)`,
    { check: "policies", level: "misconfigured" },
    /^ml_models: no policy lets this role see a row/,
    "drop policy narrow on ml_models",
  ],
  [
    "the platform's policies show the role nothing",
    "alter policy mltrain_others on prs to pg_monitor",
    { check: "platform", level: "misconfigured" },
    /^prs: no policy lets this role see a row/,
  ],
  [
    "a view stands where a table of mltrain's own was",
    "alter table ml_runs rename to ml_runs_kept; create view ml_runs as select * from ml_runs_kept",
    { check: "policies", ...UNSAFE },
    /^ml_runs: it is no table/,
    "drop view ml_runs; alter table ml_runs_kept rename to ml_runs",
  ],
  [
    "no index begins with the tenant",
    "alter table work_items drop constraint work_items_tenant_id_key_key; create index part on work_items (tenant_id) where active",
    { check: "indexes", level: "warning" },
    /^work_items: no index begins with tenant_id/,
  ],
];
