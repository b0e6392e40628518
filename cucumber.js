/** For editors and for `cucumber-js` by hand; `carrierlab run` sets the same itself (features/runner). */
module.exports = {
  default: {
    requireModule: ["ts-node/register/transpile-only"],
    require: ["features/support/**/!(*.test).ts", "features/steps/**/!(*.test).ts"],
    worldParameters: { stage: "sim", seed: 1, out: "reports/out", commit: "working tree" },
    strict: true,
  },
};
