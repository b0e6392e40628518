const tseslint = require("typescript-eslint");

const ambient = [
  { name: "setTimeout", message: "Time comes from the Clock port." },
  { name: "setInterval", message: "Time comes from the Clock port." },
  { name: "setImmediate", message: "Time comes from the Clock port." },
];

module.exports = tseslint.config(
  { ignores: ["node_modules/**", "reports/out/**", "coverage/**", "**/*.js", "**/*.cjs"] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ThrowStatement > NewExpression[callee.name='Error']",
          message: "Throw a SwitchError with a stable code (src/base/errors.ts).",
        },
      ],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/adapters/**", "src/main/**", "**/*.test.ts", "**/*.contract.ts"],
    rules: {
      "no-restricted-globals": ["error", ...ambient],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Time comes from the Clock port." },
        { object: "Math", property: "random", message: "Chance comes from the Random port." },
        { object: "performance", property: "now", message: "Time comes from the Clock port." },
      ],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            "node:dgram",
            "node:net",
            "node:fs",
            "node:tls",
            "node:timers",
            "node:child_process",
            "node:sqlite",
            "mysql2",
          ].map((name) => ({ name, message: "Reach the world through src/ports." })),
        },
      ],
    },
  },
  {
    // node:test's describe and it return promises that the runner owns.
    files: ["**/*.test.ts", "**/*.contract.ts"],
    rules: { "@typescript-eslint/no-floating-promises": "off" },
  },
);
