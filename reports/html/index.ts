export * from "./index-page";
export * from "./scenario-page";
