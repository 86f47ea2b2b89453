import type { Action } from "./actions/action.ts";
import { addApp, endApp, switchApi } from "./actions/apps.ts";
import { addFault, clearFaults, removeFault, turnChaosOff, turnChaosOn } from "./actions/faults.ts";
import { clearJournal, sendAgain, sendTest } from "./actions/journal.ts";
import {
  addCollection,
  addRecord,
  deleteRecord,
  editRecord,
  exportRecords,
  importRecords,
} from "./actions/records.ts";
import {
  moveClock,
  resetBehaviors,
  resetTenant,
  restoreSnapshot,
  setBehaviors,
  setTime,
  takeSnapshot,
} from "./actions/tenant.ts";
import { decodeToken } from "./actions/token.ts";

/** The actions of the page's forms, by the end of their path. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  "apps": addApp,
  "apps/expire": endApp("expire"),
  "apps/revoke": endApp("revoke"),
  "api": switchApi,
  "clock": moveClock,
  "clock/set": setTime,
  "token": decodeToken,
  "faults": addFault,
  "faults/remove": removeFault,
  "faults/clear": clearFaults,
  "behaviors": setBehaviors,
  "behaviors/reset": resetBehaviors,
  "chaos": turnChaosOn,
  "chaos/off": turnChaosOff,
  "journal/test": sendTest,
  "journal/send": sendAgain,
  "journal/clear": clearJournal,
  "collections": addCollection,
  "records": addRecord,
  "records/edit": editRecord,
  "records/delete": deleteRecord,
  "records/import": importRecords,
  "records/export": exportRecords,
  "tenant/reset": resetTenant,
  "tenant/restore": restoreSnapshot,
  "tenant/snapshot": takeSnapshot,
};
