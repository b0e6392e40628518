import { seconds, type Duration } from "../src/base";
import { Lab } from "../features/support/lab";
import { standardWholesale } from "../features/support/set-ups";
import { SimStage } from "../features/support/stages/sim-stage";

/**
 * How much virtual time a real second of simulation is worth: a call of 180 seconds through one switch with journal, batches and
 * database, with and without speech in both directions.
 */
const CALL: Duration = seconds(180);
const ROUNDS = 15;

async function scenario(seed: number, talks: boolean): Promise<{ readonly virtualMs: number; readonly realMs: number }> {
  const lab = new Lab(new SimStage(seed));
  standardWholesale(lab);
  const begun = process.hrtime.bigint();
  const stage = await lab.running();
  const start = stage.now();
  const call = await lab.place({ caller: "Acme", to: "442079460123" });
  await lab.reaches(call, "answered");
  if (talks) await lab.speak(CALL);
  else await stage.pass(CALL);
  await lab.hangUp(call);
  const virtualMs = (stage.now() - start) / 1_000;
  const realMs = Number(process.hrtime.bigint() - begun) / 1_000_000;
  await stage.close();
  return { virtualMs, realMs };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function measure(name: string, talks: boolean): Promise<void> {
  const rounds: { virtualMs: number; realMs: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await scenario(round + 1, talks));
  const real = median(rounds.map(({ realMs }) => realMs));
  const ratio = median(rounds.map(({ virtualMs, realMs }) => virtualMs / realMs));
  console.log(`${name.padEnd(34)} ${real.toFixed(1).padStart(7)} ms real, ${ratio.toFixed(0)} virtual seconds a real second`);
}

async function main(): Promise<void> {
  console.log(`sim: a call of 180 s, median of ${ROUNDS}`);
  await measure("signalling, records and database", false);
  await measure("with speech in both directions", true);
}

void main();
