/**
 * The layers and rooms of the source, and which may import which. docs/architecture.md draws them. Each rule has a
 * sentence for the person who broke it.
 */

/** Rooms of a folder → the rooms beside them that they may import, and why not more. The rest of the layer is closed to them. */
const ROOMS = {
  "src/domain": {
    shared: "the files at the top of src/domain are the vocabulary: every room imports them, and they import no room.",
    rooms: {
      examples: [[], "Rows become examples without a word about learners or decisions."],
      dataChecks: [["examples"], "A check looks at examples and says what is wrong with them; it trains nothing."],
      features: [[], "What learners see of an example does not depend on the learner."],
      learners: [["features"], "A learner fits and predicts. Choosing between learners is the business of training."],
      prediction: [["learners"], "A prediction needs an artefact and its learner, not how it was trained."],
      explaining: [
        ["examples", "features", "learners"],
        "An explanation takes an artefact apart; it does not score it.",
      ],
      scoring: [
        ["explaining", "learners", "prediction"],
        "A score compares predictions with labels; it decides nothing.",
      ],
      training: [
        ["learners", "prediction", "scoring"],
        "Training does not know the champion. Comparing is for promotion.",
      ],
      promotion: [
        ["learners", "prediction", "scoring", "training"],
        "Promotion compares champion and challenger. Why a training began is the business of retraining.",
      ],
      retraining: [["promotion", "scoring"], "Whether to retrain is decided from facts; nothing is trained for it."],
      rollback: [[], "A rollback is decided from the deployments and the quarantine alone."],
      modelCard: [["explaining", "prediction", "scoring"], "A model card tells what is recorded; it decides nothing."],
      replay: [
        ["dataChecks", "examples", "learners", "prediction", "promotion", "retraining", "scoring"],
        "A replay runs the decisions that exist. A decision of its own would make its figures worthless.",
      ],
      jobs: [[], "The job ring knows jobs and their status, not models."],
      importing: [[], "An import checks cells and rows, not what they are used for."],
      doctor: [[], "The checks of the database judge facts that an adapter has read."],
    },
  },
  "src/usecases": {
    rooms: {
      ports: [[], "A port names what a use case needs. It knows neither results nor adapters."],
      results: [["ports"], "A result is data for reports. Compute it in a use case."],
      running: [["ports", "results"], "How a run is bounded does not depend on what it does."],
      assessing: [["ports", "results", "running"], "Assessing reads and decides; it trains and deploys nothing."],
      training: [["assessing", "ports", "results", "running"], "A training is assessed first, and never rolls back."],
      rollingBack: [["assessing", "ports", "results", "running"], "A rollback trains nothing."],
      importing: [["ports", "results"], "An import touches no model."],
    },
  },
  "src/adapters": {
    rooms: {
      config: [["files"], "The config file is read before there is a database."],
      files: [[], "A file is read without knowing what its rows mean."],
      telemetry: [[], "The log can be used by every adapter, so it uses none."],
      database: [["decoding"], "Access to the database does not know the tables that are kept in it."],
      decoding: [["database"], "Decoding turns cells into values, for every table alike."],
      migrations: [["database"], "Migrations make tables; they do not read them."],
      tenantHashes: [[], "A hash is keyed by its tenant and needs no database."],
      sources: [
        ["database", "decoding", "tenantHashes"],
        "Reading the platform's rows needs none of mltrain's tables.",
      ],
      jobs: [["database", "decoding"], "The job ring and the leases know no model."],
      registry: [
        ["database", "decoding", "jobs", "tenantHashes"],
        "The registry keeps versions; it reads no rows of the platform.",
      ],
    },
  },
  "src/learning": {
    shared: "the files at the top of src/learning are shared by all rooms.",
    rooms: {
      statistics: [[], "Statistics are the ground that everything else in learning is built on."],
      metrics: [["statistics"], "A metric compares labels with predictions, however they came about."],
      resampling: [["statistics"], "Resampling takes any statistic, so it names no metric."],
      features: [["statistics"], "Features are computed before anything is fitted."],
      estimators: [["statistics"], "An estimator fits; scoring it is for metrics."],
      calibration: [["estimators", "metrics", "statistics"], "Calibration comes after fitting."],
      leakage: [[], "A leak is found in the data, without a fit."],
    },
  },
  "src/reporting": {
    rooms: {
      format: [[], "Numbers, times and words are written the same way in every report."],
      text: [["format"], "Each form of a report stands alone."],
      json: [["format"], "Each form of a report stands alone."],
      csv: [["format", "text"], "Each form of a report stands alone; CSV shares the names of the columns with text."],
      markdown: [["format"], "Each form of a report stands alone."],
      svg: [["format", "text"], "Each form of a report stands alone; a drawing shares its headings with text."],
    },
  },
  "src/cli": {
    rooms: {
      dependencies: [[], "What the commands are given is a type, so that tests can give something else."],
      options: [["dependencies"], "An option is parsed without knowing the command."],
      execution: [["dependencies", "options"], "How a command runs does not depend on which one it is."],
      commands: [
        ["dependencies", "execution", "options"],
        "A command does not call another. Move what they share to execution.",
      ],
    },
  },
};

const roomRules = Object.entries(ROOMS).flatMap(([layer, { shared, rooms }]) => [
  ...(shared === undefined
    ? []
    : [
        {
          name: `${layer}-vocabulary`,
          severity: "error",
          comment: `Move it into a room, or pass the value in: ${shared}`,
          from: { path: `^${layer}/[^/]+[.]ts$` },
          to: { path: `^${layer}/[^/]+/` },
        },
      ]),
  ...Object.entries(rooms).map(([room, [allowed, sentence]]) => ({
    name: `${layer}/${room}`,
    severity: "error",
    comment: `${sentence} See ROOMS in .dependency-cruiser.cjs.`,
    from: { path: `^${layer}/${room}/` },
    to: { path: `^${layer}/[^/]+/`, pathNot: `^${layer}/(${[room, ...allowed].join("|")})/` },
  })),
  {
    name: `${layer}-has-no-other-room`,
    severity: "error",
    comment:
      "A new room needs a line in ROOMS of .dependency-cruiser.cjs that says what it may import, and why not more.",
    from: { path: `^${layer}/[^/]+/`, pathNot: `^${layer}/(${Object.keys(rooms).join("|")})/` },
    to: {},
  },
]);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...roomRules,
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
      comment:
        "A use case asks a port for data. If it needs something new, add a method to a port in src/usecases/ports.",
      from: { path: "^src/usecases/" },
      to: { pathNot: "^src/(usecases|domain|learning)/|^src/(errors|redaction)[.]ts$" },
    },
    {
      name: "verbs-are-not-called-by-rooms",
      severity: "error",
      comment: "A use case at the top of src/usecases is a command's own. Move what two of them share into a room.",
      from: { path: "^src/usecases/[^/]+/" },
      to: { path: "^src/usecases/[^/]+[.]ts$" },
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
      name: "databases-do-not-know-each-other",
      severity: "error",
      comment: "What both databases need belongs in src/adapters/database/common.",
      from: { path: "^src/adapters/database/(postgres|sqlite)/" },
      to: { path: "^src/adapters/database/(postgres|sqlite)/", pathNot: "^src/adapters/database/$1/" },
    },
    {
      name: "migrations-import-nothing",
      severity: "error",
      comment: "What a migration did last year must not change because a constant changed today.",
      from: { path: "^src/adapters/migrations/[0-9]" },
      to: { path: "^src/" },
    },
    {
      name: "unjudged-are-migrations-alone",
      severity: "error",
      comment:
        "A statement that the guard does not see could touch every tenant. Give the statement a Purpose instead.",
      from: { path: "^src/", pathNot: "^src/adapters/(migrations/runner|database/guard/guard)[.]ts$" },
      to: { path: "^src/adapters/database/guard/unjudged[.]ts$" },
    },
    {
      name: "purposes-are-given-by-the-database-adapter",
      severity: "error",
      comment: "Only src/adapters/database says what a statement is for: ask TenantScope.",
      from: { path: "^src/", pathNot: "^src/adapters/(database/|migrations/runner[.]ts$)" },
      to: { path: "^src/adapters/database/guard/" },
    },
    {
      name: "no-circular",
      severity: "error",
      comment: "Two files that need each other are one idea: join them, or find the third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-circular-rooms",
      severity: "error",
      scope: "folder",
      comment: "Two rooms that need each other are one room: join them, or move what both need to a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-tests-in-the-program",
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
