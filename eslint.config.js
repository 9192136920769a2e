import tseslint from "typescript-eslint";

/** Calls that could let another tenant's rows into a scoped query: SQL's `or` ends the scope. */
const ESCAPES_THE_SCOPE =
  "MemberExpression[property.name=/^(or[A-Z].*|or)$/][property.name!=/^(order|orderBy|orderByRaw)$/]";

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "node_modules/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 250 }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression > MemberExpression[object.name='process'][property.name='exit']",
          message: "Return an exit code; only bin sets process.exitCode.",
        },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["src/**/*.ts", "bin/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: ESCAPES_THE_SCOPE,
          message: "SQL's `or` lets other tenants' rows back in. Use whereIn, or two queries.",
        },
        {
          selector: "CallExpression > MemberExpression[object.name='process'][property.name='exit']",
          message: "Return an exit code; only bin sets process.exitCode.",
        },
      ],
    },
  },
  {
    // The way out when no code can be returned any more.
    files: ["bin/stopSignal.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/adapters/database/**", "src/adapters/migrations/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["knex", "pg", "pg-cursor", "libsql"],
              message: "Raw Knex stays inside src/adapters/database: ask TenantScope.",
              allowTypeImports: false,
            },
          ],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts", "bench/**/*.ts", "fixtures/**/*.ts"],
    rules: {
      "no-console": "off",
      "max-lines-per-function": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  { files: ["**/*.js", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
);
