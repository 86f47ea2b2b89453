/** Where the API begins (D). */
export const API_PATH = "/api/v1";
