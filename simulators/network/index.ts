export * from "./impairments";
export * from "./topology";
export * from "./hop-tap";
