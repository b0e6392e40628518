import type { ScenarioResult } from "../../reports/run-model";

/** Most lines of a ladder that a terminal is shown; the report has all of them. */
const LADDER_LINES = 60;

/** What failed, for a terminal: the steps with the failure's message, then the ladder and how to replay it. */
export function failureText({ steps }: ScenarioResult, explanation: string): string {
  const lines = explanation.split("\n");
  const cut = lines.length > LADDER_LINES ? [...lines.slice(0, LADDER_LINES - 3), "...", ...lines.slice(-2)] : lines;
  return [stepsText(steps), ...cut].join("\n        ");
}

function stepsText(steps: ScenarioResult["steps"]): string {
  return steps
    .flatMap(({ keyword, text, status, error }) => [
      `        ${status === "passed" ? "ok" : status}: ${keyword} ${text}`,
      ...(error === undefined
        ? []
        : [
            error
              .split("\n")
              .slice(0, 24)
              .map((line) => `          ${line}`)
              .join("\n"),
          ]),
    ])
    .join("\n");
}
