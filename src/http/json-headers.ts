/** All requests must carry both, even those without a body (D). */
export const JSON_HEADERS: Readonly<Record<string, string>> = {
  accept: "application/json",
  "content-type": "application/json",
};
