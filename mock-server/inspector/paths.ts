import { CONTROL_PATH } from "../control/path.ts";

/** Where what the page sends goes: beside the control API, and so never in the way of Kinabase's. */
export const INSPECTOR_PATH: string = `${CONTROL_PATH}/inspector`;

/** Where one of the page's forms is sent. */
export function actionPath(name: string): string {
  return `${INSPECTOR_PATH}/${name}`;
}
