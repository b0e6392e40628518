export * from "./lab-settings";
export * from "./stage";
