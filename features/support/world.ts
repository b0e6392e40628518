import { setWorldConstructor, World, type IWorldOptions } from "@cucumber/cucumber";
import { DoctorDesk } from "./doctor-desk";
import { UsageError } from "../../src/base";
import { EncryptionClinic } from "./encryption-clinic";
import { Lab } from "./lab";
import { makeStage } from "./stages/make-stage";
import type { SaveOutcome, Stage, StageName } from "./stages/stage";

/** What a run hands to each scenario. */
export interface RunParameters {
  readonly stage: StageName;
  readonly seed: number;
  /** Folder of this run's results: `reports/out`. */
  readonly out: string;
  readonly commit: string;
}

/** What the steps of one scenario share. */
export class LabWorld extends World<RunParameters> {
  /** The doctor's desk, for scenarios that ask it. */
  readonly doctor = new DoctorDesk();
  /** What a scenario has looked up in the reference tables; its steps know its type. */
  facts: unknown;
  private lastSave: SaveOutcome | undefined;
  private currentLab: Lab | undefined;
  private currentClinic: EncryptionClinic | undefined;

  /** The scenario's lab, made at its first use. */
  get lab(): Lab {
    this.currentLab ??= new Lab(makeStage(this.parameters));
    return this.currentLab;
  }

  /** What became of the last parameter that an operator saved. */
  get saveOutcome(): SaveOutcome {
    if (this.lastSave === undefined) throw new UsageError("LAB_NOTHING_SAVED", "no parameter has been saved yet");
    return this.lastSave;
  }

  set saveOutcome(outcome: SaveOutcome) {
    this.lastSave = outcome;
  }

  /** The operator of the two-switch set-up, who calls the number that its vendor serves. */
  get clinic(): EncryptionClinic {
    this.currentClinic ??= new EncryptionClinic(this.lab, "+442079460123");
    return this.currentClinic;
  }

  /** True when the scenario has used its lab. */
  get hasLab(): boolean {
    return this.currentLab !== undefined;
  }

  /** The running stage. */
  get stage(): Promise<Stage> {
    return this.lab.running();
  }

  constructor(options: IWorldOptions<RunParameters>) {
    super(options);
  }
}

setWorldConstructor(LabWorld);
