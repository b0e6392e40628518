export { examineIndexes, examineQueryTimes, type IndexedTable, type QueryTimes } from "./health";
export { readMyCnf, settingName, sizeOf } from "./my-cnf";
export { examineDatabaseSettings, type DatabaseHost } from "./settings";
