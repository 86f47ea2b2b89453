/** The ranges `package.json` asks for; what is installed on request should fit them. */
export const OPTIONAL_PEERS: Readonly<Record<string, string>> = {
  "msw": "^2.15.0",
  "@mswjs/data": "^0.16.2",
};

/**
 * Loads a package that only some users of this one have.
 *
 * @param load Imports it. The import is written where it is wanted, so that bundlers see its name.
 * @throws {Error} When it is not installed, saying what to do. What else goes wrong is thrown as it is.
 */
export async function optionalPeer<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(name, error)) throw error;
    throw new Error(
      `@kinakit/kinabase/msw requires the package ${name}, which is not installed. ` +
        `Run: npm install --save-dev ${name}@${OPTIONAL_PEERS[name]}`,
      { cause: error },
    );
  }
}

/** Whether it is this package that was not found, and not one that it needs itself. */
function isMissing(name: string, error: unknown): boolean {
  // Bun throws what is no Error.
  if (typeof error !== "object" || error === null) return false;
  if (!("code" in error && "message" in error)) return false;
  const text = String(error.message);
  return error.code === "ERR_MODULE_NOT_FOUND" &&
    [`'${name}'`, `"${name}"`, `npm:${name}@`].some((named) => text.includes(named));
}
