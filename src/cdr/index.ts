export * from "./end-reasons";
export * from "./record";
