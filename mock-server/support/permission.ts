/** What a program may need Deno's permission for. */
export type Permission =
  | { name: "env"; variable: string }
  | { name: "net"; host: string }
  | { name: "read"; path: string };

/** Whether Deno permits this without asking the user. Other runtimes permit everything. */
export function isPermitted(permission: Permission): boolean {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  return !hasPermissions(deno) || deno.permissions.querySync(permission).state === "granted";
}

/** Whether Deno permits this, or the user does when Deno asks. Other runtimes permit everything. */
export async function requestPermission(permission: Permission): Promise<boolean> {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  if (!hasPermissions(deno)) return true;
  return (await deno.permissions.request(permission)).state === "granted";
}

interface Permissions {
  permissions: {
    querySync(of: Permission): { state: string };
    request(of: Permission): Promise<{ state: string }>;
  };
}

function hasPermissions(deno: unknown): deno is Permissions {
  return typeof deno === "object" && deno !== null && "permissions" in deno &&
    typeof deno.permissions === "object" && deno.permissions !== null;
}
