import { API_PATH } from "./api-path.ts";
import { formatValue } from "./format-value.ts";

/**
 * Validates a base URL and returns it with a trailing slash.
 *
 * @throws {TypeError} When it is not an HTTP URL that ends with `/api/v1`.
 */
export function mockBaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const path = url?.pathname.replace(/\/+$/, "");
  if (url !== undefined && /^https?:$/.test(url.protocol) && path === API_PATH) {
    return `${url.origin}${path}/`;
  }
  throw new TypeError(
    `baseUrl: expected an HTTP URL that ends with /api/v1, such as https://kinabase.invalid/api/v1/, got ${
      formatValue(value)
    }`,
  );
}
