/**
 * The packages that are loaded on first use, with their version ranges in `package.json`, for the install command in
 * the error.
 */
export const OPTIONAL_PEERS: Readonly<Record<string, string>> = { "@mswjs/data": "^0.16.2" };

/**
 * Loads an optional peer dependency.
 *
 * @param load Imports the package. The import stays at the call site, so that bundlers see its name.
 * @throws {Error} When the package is not installed. The message says how to install it. Other errors are
 * rethrown.
 */
export async function optionalPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(name, error)) throw error;
    throw new Error(
      `createMswMock requires the package ${name}, which is not installed. ` +
        `Run: npm install --save-dev ${name}@${OPTIONAL_PEERS[name]}`,
      { cause: error },
    );
  }
}

/** Whether this package is missing, not one of its own dependencies. */
function isMissing(name: string, error: unknown): boolean {
  // Bun throws an object that is not an Error.
  if (typeof error !== "object" || error === null) return false;
  if (!("code" in error && "message" in error)) return false;
  const text = String(error.message);
  return error.code === "ERR_MODULE_NOT_FOUND" &&
    [`'${name}'`, `"${name}"`, `npm:${name}@`].some((named) => text.includes(named));
}
