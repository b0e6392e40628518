type Closing = () => Promise<void>;

const closings: Closing[] = [];

/** Has something that scenarios share taken away after the last of them. */
export function afterTheRun(close: Closing): void {
  closings.push(close);
}

/** Takes away what was shared, last first. */
export async function leaveRun(): Promise<void> {
  for (const close of closings.splice(0).reverse()) await close();
}
