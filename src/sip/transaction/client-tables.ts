import { to, type StateTable } from "./state-table";

/** States of both client machines, named as in the figures. `calling` and `accepted` are INVITE's, `trying` is non-INVITE's. */
export type ClientState = "calling" | "trying" | "proceeding" | "completed" | "accepted" | "terminated";

/**
 * What can happen to a client transaction. `provisional`, `success` and `failure` are responses 1xx, 2xx and 300 to 699.
 * `retransmitTimer` is timer A or E, `timeoutTimer` B or F, `waitTimer` D, K or M; timers that a table names apart have their letter.
 */
export type ClientInput =
  | "provisional"
  | "success"
  | "failure"
  | "retransmitTimer"
  | "timeoutTimer"
  | "waitTimer"
  | "timerC"
  | "cancelTimer"
  | "transportError";

/** What a client table asks for; src/sip/transaction/client-machine.ts carries it out. */
export type ClientAction =
  | "sendRequest"
  | "sendAck"
  | "sendCancel"
  | "sendPendingCancel"
  | "restartA"
  | "restartE"
  | "restartEAtT2"
  | "restartC"
  | "stopRetransmission"
  | "stopTimeouts"
  | "stopB"
  | "startD"
  | "startK"
  | "startM"
  | "passResponse"
  | "informTimeout"
  | "informTransport";

/** The shape of both client tables; states of the other machine are left empty. */
export type ClientTable = StateTable<ClientState, ClientInput, ClientAction>;

/**
 * INVITE client transaction, RFC 6026 section 8.4, Figure 5 (which replaces that of RFC 3261 section 17.1.1.2).
 *
 * Three things beside the figure: timer C (RFC 3261 section 16.8), the wait of 64*T1 after our own CANCEL (section 9.1), and that a
 * transport error in `completed` (the ACK could not be sent) ends the transaction without a word, since its user has had the answer.
 *
 * ```
 *                                    |INVITE from TU
 *                  Timer A fires     |INVITE sent      Timer B fires
 *                  Reset A,          V                 or Transport Err.
 *                  INVITE sent +-----------+           inform TU
 *                    +---------|           |--------------------------+
 *                    |         |  Calling  |                          |
 *                    +-------->|           |-----------+              |
 *   300-699                    +-----------+ 2xx       |              |
 *   ACK sent                      |  |       2xx to TU |              |
 *   resp. to TU                   |  |1xx              |              |
 *   +-----------------------------+  |1xx to TU        |              |
 *   |                                |                 |              |
 *   |                1xx             V                 |              |
 *   |                1xx to TU +-----------+           |              |
 *   |                +---------|           |           |              |
 *   |                |         |Proceeding |           |              |
 *   |                +-------->|           |           |              |
 *   |                          +-----------+ 2xx       |              |
 *   |         300-699             |    |     2xx to TU |              |
 *   |         ACK sent,  +--------+    +---------------+              |
 *   |         resp. to TU|                             |              |
 *   |                    |                             |              |
 *   |                    V                             V              |
 *   |              +-----------+                   +----------+       |
 *   +------------->|           |Transport Err.     |          |       |
 *                  | Completed |Inform TU          | Accepted |       |
 *               +--|           |-------+           |          |-+     |
 *       300-699 |  +-----------+       |           +----------+ |     |
 *       ACK sent|    ^  |              |               |  ^     |     |
 *               |    |  |              |               |  |     |     |
 *               +----+  |              |               |  +-----+     |
 *                       |Timer D fires |  Timer M fires|    2xx       |
 *                       |-             |             - |    2xx to TU |
 *                       +--------+     |   +-----------+              |
 *                                V     V   V                          |
 *                               +------------+                        |
 *                               | Terminated |<-----------------------+
 *                               +------------+
 * ```
 */
export const inviteClientTable: ClientTable = {
  calling: {
    retransmitTimer: to("calling", "sendRequest", "restartA"),
    timeoutTimer: to("terminated", "informTimeout"),
    timerC: to("terminated", "informTimeout"),
    transportError: to("terminated", "informTransport"),
    provisional: to("proceeding", "stopRetransmission", "stopB", "restartC", "sendPendingCancel", "passResponse"),
    success: to("accepted", "stopRetransmission", "stopTimeouts", "startM", "passResponse"),
    failure: to("completed", "stopRetransmission", "stopTimeouts", "sendAck", "startD", "passResponse"),
  },
  proceeding: {
    provisional: to("proceeding", "restartC", "passResponse"),
    success: to("accepted", "stopTimeouts", "startM", "passResponse"),
    failure: to("completed", "stopTimeouts", "sendAck", "startD", "passResponse"),
    timerC: to("proceeding", "sendCancel"),
    cancelTimer: to("terminated", "informTimeout"),
  },
  completed: {
    failure: to("completed", "sendAck"),
    waitTimer: to("terminated"),
    transportError: to("terminated"),
  },
  accepted: {
    success: to("accepted", "passResponse"),
    waitTimer: to("terminated"),
  },
  trying: {},
  terminated: {},
};

/**
 * Non-INVITE client transaction, RFC 3261 section 17.1.2.2, Figure 6.
 *
 * ```
 *                                   |Request from TU
 *                                   |send request
 *               Timer E             V
 *               send request  +-----------+
 *                   +---------|           |-------------------+
 *                   |         |  Trying   |  Timer F          |
 *                   +-------->|           |  or Transport Err.|
 *                             +-----------+  inform TU        |
 *                200-699         |  |                         |
 *                resp. to TU     |  |1xx                      |
 *                +---------------+  |resp. to TU              |
 *                |                  |                         |
 *                |   Timer E        V       Timer F           |
 *                |   send req +-----------+ or Transport Err. |
 *                |  +---------|           | inform TU         |
 *                |  |         |Proceeding |------------------>|
 *                |  +-------->|           |-----+             |
 *                |            +-----------+     |1xx          |
 *                |              |      ^        |resp to TU   |
 *                | 200-699      |      +--------+             |
 *                | resp. to TU  |                             |
 *                |              V                             |
 *                |            +-----------+                   |
 *                +----------->| Completed |                   |
 *                             +-----------+                   |
 *                                   | Timer K                 |
 *                                   | -                       |
 *                                   V                         |
 *                             +-----------+                   |
 *                             | Terminated|<------------------+
 *                             +-----------+
 * ```
 */
export const nonInviteClientTable: ClientTable = {
  trying: {
    retransmitTimer: to("trying", "sendRequest", "restartE"),
    timeoutTimer: to("terminated", "informTimeout"),
    transportError: to("terminated", "informTransport"),
    provisional: to("proceeding", "passResponse"),
    success: to("completed", "stopRetransmission", "stopTimeouts", "startK", "passResponse"),
    failure: to("completed", "stopRetransmission", "stopTimeouts", "startK", "passResponse"),
  },
  proceeding: {
    retransmitTimer: to("proceeding", "sendRequest", "restartEAtT2"),
    timeoutTimer: to("terminated", "informTimeout"),
    transportError: to("terminated", "informTransport"),
    provisional: to("proceeding", "passResponse"),
    success: to("completed", "stopRetransmission", "stopTimeouts", "startK", "passResponse"),
    failure: to("completed", "stopRetransmission", "stopTimeouts", "startK", "passResponse"),
  },
  completed: {
    waitTimer: to("terminated"),
  },
  calling: {},
  accepted: {},
  terminated: {},
};
