import { inSeconds, seconds, SwitchError } from "../../base";
import { CdrBatchWriter, CdrJournal, FlowNumbers, type CdrRepository } from "../../cdr";
import type { ParameterStore } from "../../parameters";
import type { RecordSink, RecordsState, ServicePorts } from "./types";

export interface RecordWayOptions {
  readonly ports: ServicePorts;
  readonly parameters: ParameterStore;
  readonly repository: CdrRepository;
  /** The switch's data folder; the journal is `journal/` in it. */
  readonly folder: string;
  readonly switchNumber: number;
}

/** Where the journal of records lies. */
export const journalFolder = ({ data }: { readonly data: string }): string => `${data}/journal`;

/** A {@link RecordSink} and the flow numbers that go with it. */
export interface RecordWay extends RecordSink {
  readonly nextFlowNo: () => bigint;
}

/** The way of records: journal in the data folder, then the database in batches by SS_CDR_FILE_WRITE_INTERVAL and _MAX. */
export function openRecordWay({ ports, parameters, repository, folder, switchNumber }: RecordWayOptions): RecordWay {
  const journal = new CdrJournal(ports, {
    folder: journalFolder({ data: folder }),
    segmentRecords: parameters.number("SS_CDR_FILE_WRITE_MAX"),
  });
  let save = (): void => undefined;
  const beforeRemoval = (): void => {
    if (journal.status().inMemory > 0)
      throw new SwitchError("CDR_NOT_ALL_JOURNALED", "records in memory wait for the disk: balances are not saved ahead of them");
    save();
  };
  const writer = new CdrBatchWriter(
    { journal, repository, beforeRemoval, ...ports },
    { interval: seconds(parameters.number("SS_CDR_FILE_WRITE_INTERVAL")), rejectedPath: `${folder}/rejected-records` },
  );
  const numbers = new FlowNumbers(ports, { path: `${folder}/flow-numbers`, switchNumber });
  writer.start();
  return {
    beforeRemoval: (saves) => void (save = saves),
    append: (record) => journal.append(record),
    nextFlowNo: () => numbers.next(),
    flush: () => writer.flush(),
    state: () => stateOf(writer),
    close: async () => {
      await writer.flush();
      await writer.stop();
      journal.close();
    },
  };
}

function stateOf(writer: CdrBatchWriter): RecordsState {
  const { waiting, inMemory, stored, rejected, lost, failures, lastError, oldestAge, lastBatch } = writer.status();
  return {
    waiting: waiting + inMemory,
    written: stored,
    rejected,
    lost,
    oldestWaitingSeconds: oldestAge === undefined ? undefined : Math.round(inSeconds(oldestAge)),
    database: failures > 0 ? "unavailable" : stored > 0 ? "available" : "unknown",
    lastBatchMs: lastBatch === undefined ? undefined : Math.round(lastBatch / 1_000),
    lastError: lastError?.message,
  };
}
