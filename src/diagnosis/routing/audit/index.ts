export * from "./audit-routing";
export * from "./callers";
export * from "./drill";
export * from "./protect-idle";
export * from "./protect-share";
export * from "./reasons";
export * from "./volumes";
