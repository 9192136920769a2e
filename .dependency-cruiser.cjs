/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "learning-is-arithmetic",
      severity: "error",
      comment: "Learning knows numbers, not tenants, databases or clocks. Give it arrays.",
      from: { path: "^src/learning/" },
      to: { pathNot: "^src/(learning/|errors[.]ts$)|^node_modules/ml-matrix" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      comment: "The domain takes decisions. Give it values; let an adapter fetch them.",
      from: { path: "^src/domain/" },
      to: { pathNot: "^src/(domain|learning)/|^src/errors[.]ts$" },
    },
    {
      name: "usecases-know-no-database",
      severity: "error",
      comment: "A use case asks a port for data. If it needs something new, add a method to ports.ts.",
      from: { path: "^src/usecases/" },
      to: { pathNot: "^src/(usecases|domain|learning)/|^src/errors[.]ts$" },
    },
    {
      name: "cli-does-not-touch-adapters",
      severity: "error",
      comment: "bin/mltrain.ts wires the adapters in; a command that needs SQL needs a use case.",
      from: { path: "^src/cli/" },
      to: { path: "^src/adapters/|^node_modules/(knex|pg|libsql)/" },
    },
    {
      name: "adapters-do-not-know-the-cli",
      severity: "error",
      comment: "An adapter that prints or exits cannot be used by a test or another program.",
      from: { path: "^src/adapters/" },
      to: { path: "^src/(cli|reporting)/|^bin/" },
    },
    {
      name: "reporting-draws-what-it-is-given",
      severity: "error",
      comment: "A report is a function of results. Fetch them in a use case.",
      from: { path: "^src/reporting/" },
      to: { path: "^src/(adapters|cli)/" },
    },
    {
      name: "migrations-import-nothing",
      severity: "error",
      comment: "What a migration did last year must not change because a constant changed today.",
      from: { path: "^src/adapters/migrations/[0-9]" },
      to: { path: "^src/" },
    },
    {
      name: "no-circular",
      severity: "error",
      comment: "Two files that need each other are one idea: join them, or find the third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans-of-tests",
      severity: "error",
      comment: "What ships does not import tests, benchmarks or fixtures.",
      from: { path: "^(src|bin)/" },
      to: { path: "^(test|bench|fixtures)/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
  },
};
