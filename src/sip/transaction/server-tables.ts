import { to, type StateTable } from "./state-table";

/** States of both server machines, named as in the figures. `trying` is non-INVITE's, `accepted` and `confirmed` are INVITE's. */
export type ServerState = "trying" | "proceeding" | "completed" | "accepted" | "confirmed" | "terminated";

/**
 * What can happen to a server transaction. `request` is a retransmission of its request; `provisional`, `success` and `failure` are
 * responses 1xx, 2xx and 300 to 699 of the transaction user. `waitTimer` is timer I, J or L; `abandonTimer` see {@link nonInviteServerTable}.
 */
export type ServerInput =
  | "request"
  | "ack"
  | "provisional"
  | "success"
  | "failure"
  | "tryingTimer"
  | "timerG"
  | "timerH"
  | "waitTimer"
  | "abandonTimer"
  | "transportError";

/** What a server table asks for; src/sip/transaction/server-machine.ts carries it out. */
export type ServerAction =
  | "sendResponse"
  | "resendResponse"
  | "sendTrying"
  | "startG"
  | "restartG"
  | "startH"
  | "stopGAndH"
  | "startI"
  | "startJ"
  | "startL"
  | "passAck"
  | "informTimeout"
  | "informTransport"
  | "countUnanswered";

/** The shape of both server tables; states of the other machine are left empty. */
export type ServerTable = StateTable<ServerState, ServerInput, ServerAction>;

/**
 * INVITE server transaction, RFC 6026 section 8.6, Figure 7 (which replaces that of RFC 3261 section 17.2.1).
 *
 * Timer H tells the user of its failure, as the text of RFC 3261 section 17.2.1 demands and the figure leaves out.
 *
 * ```
 *                                      |INVITE
 *                                      |pass INV to TU
 *                   INVITE             V send 100 if TU won't in 200 ms
 *                   send response+------------+
 *                       +--------|            |--------+ 101-199 from TU
 *                       |        |            |        | send response
 *                       +------->|            |<-------+
 *                                | Proceeding |
 *                                |            |--------+ Transport Err.
 *                                |            |        | Inform TU
 *                                |            |<-------+
 *                                +------------+
 *                   300-699 from TU |    |2xx from TU
 *                   send response   |    |send response
 *                    +--------------+    +------------+
 *                    |                                |
 *   INVITE           V          Timer G fires         |
 *   send response +-----------+ send response         |
 *        +--------|           |--------+              |
 *        |        |           |        |              |
 *        +------->| Completed |<-------+      INVITE  |  Transport Err.
 *                 |           |               -       |  Inform TU
 *        +--------|           |----+          +-----+ |  +---+
 *        |        +-----------+    | ACK      |     | v  |   v
 *        |          ^   |          | -        |  +------------+
 *        |          |   |          |          |  |            |---+ ACK
 *        +----------+   |          |          +->|  Accepted  |   | to TU
 *        Transport Err. |          |             |            |<--+
 *        Inform TU      |          V             +------------+
 *                       |      +-----------+        |  ^     |
 *                       |      |           |        |  |     |
 *                       |      | Confirmed |        |  +-----+
 *                       |      |           |        |  2xx from TU
 *         Timer H fires |      +-----------+        |  send response
 *         -             |          |                |
 *                       |          | Timer I fires  | Timer L fires
 *                       |          | -              | -
 *                       |          V                |
 *                       |        +------------+     |
 *                       +------->| Terminated |<----+
 *                                +------------+
 * ```
 */
export const inviteServerTable: ServerTable = {
  proceeding: {
    request: to("proceeding", "resendResponse"),
    provisional: to("proceeding", "sendResponse"),
    success: to("accepted", "sendResponse", "startL"),
    failure: to("completed", "sendResponse", "startG", "startH"),
    tryingTimer: to("proceeding", "sendTrying"),
    transportError: to("proceeding", "informTransport"),
  },
  completed: {
    request: to("completed", "resendResponse"),
    ack: to("confirmed", "stopGAndH", "startI"),
    timerG: to("completed", "resendResponse", "restartG"),
    timerH: to("terminated", "informTimeout"),
    transportError: to("completed", "informTransport"),
  },
  accepted: {
    success: to("accepted", "sendResponse"),
    ack: to("accepted", "passAck"),
    waitTimer: to("terminated"),
    transportError: to("accepted", "informTransport"),
  },
  confirmed: {
    waitTimer: to("terminated"),
  },
  trying: {},
  terminated: {},
};

/**
 * Non-INVITE server transaction, RFC 3261 section 17.2.2, Figure 8.
 *
 * A transport error leaves the state as it is: RFC 6026 section 8.8 changes section 17.2.4 in that sense for every server transaction,
 * so the figure's arrows from there to `terminated` are gone. Beside the figure, a request that its user does not answer within 64*T1
 * is given up: its sender's timer F has fired by then, and what is never answered must not stay for ever.
 *
 * ```
 *                                  |Request received
 *                                  |pass to TU
 *                                  V
 *                            +-----------+
 *                            | Trying    |-------------+
 *                            +-----------+             |200-699 from TU
 *                                  |                   |send response
 *                                  |1xx from TU        |
 *                                  |send response      |
 *               Request            V      1xx from TU  |
 *               send response+-----------+send response|
 *                   +--------|           |--------+    |
 *                   |        | Proceeding|        |    |
 *                   +------->|           |<-------+    |
 *                            +-----------+             |
 *                                  |200-699 from TU    |
 *               Request            V send response     |
 *               send response+-----------+             |
 *                   +--------| Completed |<------------+
 *                   +------->|           |
 *                            +-----------+
 *                                  |Timer J fires
 *                                  |-
 *                                  V
 *                            +-----------+
 *                            | Terminated|
 *                            +-----------+
 * ```
 */
export const nonInviteServerTable: ServerTable = {
  trying: {
    provisional: to("proceeding", "sendResponse"),
    success: to("completed", "sendResponse", "startJ"),
    failure: to("completed", "sendResponse", "startJ"),
    abandonTimer: to("terminated", "countUnanswered"),
  },
  proceeding: {
    request: to("proceeding", "resendResponse"),
    provisional: to("proceeding", "sendResponse"),
    success: to("completed", "sendResponse", "startJ"),
    failure: to("completed", "sendResponse", "startJ"),
    abandonTimer: to("terminated", "countUnanswered"),
    transportError: to("proceeding", "informTransport"),
  },
  completed: {
    request: to("completed", "resendResponse"),
    waitTimer: to("terminated"),
    transportError: to("completed", "informTransport"),
  },
  accepted: {},
  confirmed: {},
  terminated: {},
};
