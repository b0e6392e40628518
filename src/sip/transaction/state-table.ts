/** One cell of a state table: the state that an input leads to and what is done on the way, in this order. */
export interface Transition<State extends string, Action extends string> {
  readonly to: State;
  readonly actions: readonly Action[];
}

/**
 * A transaction machine as data: for each state, what each input does. An input that a state does not list does nothing there.
 *
 * Actions that reach the transaction user stand last, so that the machine is at rest when the user calls back into it.
 */
export type StateTable<State extends string, Input extends string, Action extends string> = {
  readonly [S in State]: { readonly [I in Input]?: Transition<State, Action> };
};

/** Writes a cell: `to("completed", "sendAck", "startD", "passResponse")`. */
export function to<State extends string, Action extends string>(state: State, ...actions: Action[]): Transition<State, Action> {
  return { to: state, actions };
}
