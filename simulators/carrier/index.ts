export * from "./personalities";
