import { randomContract, seededRandomContract } from "../../ports/random.contract";
import { SeededRandom } from "./seeded-random";
import { SystemRandom } from "./system-random";

seededRandomContract("seeded", (seed) => SeededRandom.fromSeed(seed));
randomContract("system", () => new SystemRandom());
