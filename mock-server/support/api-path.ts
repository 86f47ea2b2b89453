/** The base path of the API (D). */
export const API_PATH = "/api/v1";
