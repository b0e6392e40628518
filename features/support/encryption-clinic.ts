import assert from "node:assert/strict";
import { seconds, type Duration } from "../../src/base";
import {
  diagnosisProcedure,
  goLiveChecklist,
  lookOf,
  shortProcedure,
  type AudioVerdicts,
  type ChecklistItem,
  type EncryptionSide,
  type PayloadLook,
  type ProcedureEvidence,
  type ProcedureStep,
} from "../../src/diagnosis";
import { verdictOf } from "./facts/heard";
import { rtpBetween } from "./facts/media-facts";
import type { Lab } from "./lab";

const MODE = "SS_RTPENCRYPTIONMODE";
const KEY = "SS_RTPENCRYPTIONKEY";
/** Long enough for the 100 packets that entropy needs (RTP-126). */
const TEST_CALL = seconds(3);

/** An operator with two switches and a complaint: sets, restarts, calls, captures, and asks the doctor. */
export class EncryptionClinic {
  #evidence: ProcedureEvidence = {};

  constructor(
    private readonly lab: Lab,
    private readonly number: string,
  ) {}

  get evidence(): ProcedureEvidence {
    return this.#evidence;
  }

  get steps(): readonly ProcedureStep[] {
    return diagnosisProcedure(this.#evidence);
  }

  get shortSteps(): readonly ProcedureStep[] {
    return shortProcedure(this.#evidence);
  }

  /** Both sides as the operator set them up; what waits for a restart is known from the switch. */
  async sides(): Promise<readonly [EncryptionSide, EncryptionSide]> {
    const [a, b] = await Promise.all(this.lab.switchNames.map((name) => this.#side(name)));
    assert(a !== undefined && b !== undefined, "the procedure is about two switches");
    return [a, b];
  }

  async #side(name: string): Promise<EncryptionSide> {
    const pending = (await this.lab.parameter(name, MODE)).pending || (await this.lab.parameter(name, KEY)).pending;
    return {
      name,
      saved: { mode: Number(this.lab.knownSetting(name, MODE) ?? 0), key: this.lab.knownSetting(name, KEY) ?? "" },
      pendingRestart: pending,
    };
  }

  /** Steps 1 to 5 about the newest call: its record, both configurations, and what each side emitted. */
  async examine(): Promise<void> {
    const { lab } = this;
    const stage = await lab.running();
    const record = (await stage.records(lab.firstSwitch)).at(-1);
    this.#evidence = { ...this.#evidence, cdrAnswered: record?.answeredAt !== undefined, sides: await this.sides() };
    if (record?.answeredAt === undefined) return;
    const [a, b] = [await this.#look("switch A"), await this.#look("switch B")];
    if (a === undefined || b === undefined) return;
    this.#evidence = { ...this.#evidence, looks: { a, b, audioIsClear: await this.isClear() } };
  }

  async #look(emitter: string): Promise<PayloadLook | undefined> {
    const { stage } = this.lab;
    const packets = await rtpBetween(stage, "switch A", "switch B");
    return lookOf(
      packets.filter(({ captured }) => stage.hostOf(captured.from.address) === emitter).map(({ rtp }) => rtp.payload),
    );
  }

  /** What the two parties of the newest call hear of each other; undefined when nobody answered. */
  async heard(): Promise<AudioVerdicts | undefined> {
    const { caller } = this.lab.call();
    const called = await this.lab.answeringParty(this.lab.call());
    if (called === undefined) return undefined;
    return { callerHears: await verdictOf(this.lab, caller), calleeHears: await verdictOf(this.lab, called) };
  }

  /** Both parties of the newest call hear each other. */
  async isClear(): Promise<boolean> {
    const heard = await this.heard();
    return heard?.callerHears === "intelligible" && heard.calleeHears === "intelligible";
  }

  /** The go-live checklist about both running switches, with a test call. */
  async checklist(): Promise<readonly ChecklistItem[]> {
    await this.testCall();
    const [mappingSide, routingSide] = await this.sides();
    return goLiveChecklist({ mappingSide, routingSide, testCall: await this.heard() });
  }

  /** Saves mode and key on some switches and restarts their media services. */
  async apply(mode: number, key: string, names: readonly string[] = this.lab.switchNames): Promise<void> {
    const stage = await this.lab.running();
    for (const name of names) {
      await this.lab.saveParameter(name, MODE, String(mode));
      await this.lab.saveParameter(name, KEY, key);
      await stage.restart(name, "mbx3000d");
    }
  }

  async copyKey(from: string, to: string): Promise<void> {
    const key = this.lab.knownSetting(from, KEY) ?? "";
    await this.lab.saveParameter(to, KEY, key);
    await (await this.lab.running()).restart(to, "mbx3000d");
  }

  /** A test call in both directions. True when it is clear. */
  async testCall(duration: Duration = TEST_CALL): Promise<boolean> {
    const [caller] = this.lab.partyNames;
    assert(caller !== undefined, "the scenario has no caller");
    await this.lab.callAndTalk([await this.lab.place({ caller, to: this.number })], duration);
    return this.isClear();
  }

  /** Step 6: mode 0 on both sides. */
  async tryWithout(): Promise<void> {
    const key = this.lab.knownSetting(this.lab.firstSwitch, KEY) ?? "";
    await this.apply(0, key);
    this.#evidence = { ...this.#evidence, clearWithoutEncryption: await this.testCall() };
  }

  /** Step 7: the same mode and key on both sides. */
  async tryMatched(mode: number, key: string): Promise<void> {
    await this.apply(mode, key);
    this.#evidence = { ...this.#evidence, clearWithMatchedEncryption: await this.testCall() };
  }
}
