"use strict";
// Stands in for SIPp where it is not installed: does what the JSON in FAKE_SIPP says, with the arguments that SIPp would get.
const { writeFileSync, appendFileSync } = require("node:fs");

const plan = JSON.parse(process.env.FAKE_SIPP ?? "{}");
const words = process.argv.slice(2);
const argument = (flag) => words[words.indexOf(flag) + 1];

if (plan.statistics) writeFileSync(argument("-stf"), plan.statistics);
if (plan.log) appendFileSync(argument("-error_file"), plan.log);
process.stderr.write(plan.stderr ?? "");
process.stdout.write("x".repeat(plan.stdoutBytes ?? 0));

const ignored = plan.ignore ?? [];
for (const signal of ["SIGUSR1", "SIGINT"]) {
  process.on(signal, () => {
    if (!ignored.includes(signal)) process.exit(plan.exitCodeOnSignal ?? 0);
  });
}
// Written last: a test that sees it may send signals.
if (plan.recordTo) writeFileSync(plan.recordTo, JSON.stringify({ words, folder: process.cwd(), pid: process.pid }));
if (plan.killSelf) process.kill(process.pid, "SIGKILL");
setTimeout(() => process.exit(plan.exitCode ?? 0), plan.runMs ?? 0);
