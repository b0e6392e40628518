import type { AddCommand } from "./index";
export const addCdr: AddCommand = () => undefined;
