import type { AddCommand } from "./index";
export const addService: AddCommand = () => undefined;
