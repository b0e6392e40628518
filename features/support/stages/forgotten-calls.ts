import type { Endpoint } from "../../../simulators/endpoint";

/** Calls of a party that nobody ended for it although it would have listened; those of a party that ignores BYE or CANCEL stay as they are. */
export function forgottenCalls({ name, personality, legs, hasVanished }: Endpoint): readonly string[] {
  if (hasVanished) return [];
  const listens = {
    calling: personality.onCancel !== "ignores",
    ringing: personality.onCancel !== "ignores",
    answered: personality.onBye === "answer",
  };
  return legs.flatMap(({ state, number }) =>
    state !== "ended" && listens[state] ? [`${name}: its call of ${number} is still ${state}`] : [],
  );
}
