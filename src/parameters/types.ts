/** A process that reads parameters when it starts. `none`: a change applies to what starts afterwards, without a restart. */
export type ParameterService = "vos3000d" | "mbx3000d" | "none";

/** A parameter's value: whole numbers for `integer`, `choice` and `flag` (0 or 1), text (compared byte for byte as UTF-8) for `text`. */
export type ParameterValue = number | string;

/** What values a parameter takes. */
export type ParameterType =
  | { readonly kind: "integer"; readonly min: number; readonly max: number; readonly even?: boolean; readonly zeroIs?: string }
  | { readonly kind: "choice"; readonly choices: Readonly<Record<number, string>> }
  | { readonly kind: "flag" }
  | { readonly kind: "text"; readonly maxBytes: number };

/** One system parameter as the guides describe it. Data only. */
export interface ParameterDefinition {
  /** `SS_SESSION_TIMER`: upper case, as in the guides. */
  readonly name: string;
  readonly type: ParameterType;
  readonly default: ParameterValue;
  /** `seconds`, `milliseconds`, `enum`, `bytes`, `port`, `calls/s`, `records`, `DSCP`, `flag`. */
  readonly unit: string;
  readonly service: ParameterService;
  /** Where the management console shows it. */
  readonly group: string;
  readonly path: string;
  /** Section of the maker's manual that the guides name; absent when they name none. */
  readonly section?: string;
  /** Catalogue id of the behaviour that documents it. */
  readonly source: string;
  readonly description: string;
  /** Other spellings that mean this parameter. */
  readonly aliases?: readonly string[];
  /** Never printed: shown as a fingerprint and a length. */
  readonly secret?: boolean;
  /** False: known, validated and kept, but nothing acts on it yet. */
  readonly isActedOn: boolean;
}

/** Why a parameter could not be read or saved. The message names the parameter, the rule and the mend. */
export interface ParameterFailure {
  readonly code: "PARAMETER_UNKNOWN" | "PARAMETER_OUT_OF_RANGE" | "PARAMETER_CONFLICT";
  readonly message: string;
  readonly parameter: string;
}
