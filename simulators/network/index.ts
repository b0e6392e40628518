export * from "./impairments";
export * from "./topology";
