/** Where the control API begins. */
export const CONTROL_PATH = "/__mock";
