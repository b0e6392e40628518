import { AfterAll } from "@cucumber/cucumber";
import { leaveRun } from "./stages/after-the-run";

AfterAll({ timeout: 60_000 }, leaveRun);
