import { CONTROL_PATH } from "../control/path.ts";

/** The base path of the page's requests. It is below the control API, so it never conflicts with Kinabase's API. */
export const INSPECTOR_PATH: string = `${CONTROL_PATH}/inspector`;

/** The path of one of the page's forms. */
export function actionPath(name: string): string {
  return `${INSPECTOR_PATH}/${name}`;
}
