import type { Role } from "@/lib/core/roles";
import type { Actor } from "./actor";
import { accessRefusal } from "./refusals";

/** Permission → the roles that have it. The pages, the actions and the tests all read this one table. */
const permissions = {
  "keys:view": ["owner", "admin"],
  "keys:generate": ["owner", "admin"],
  "keys:regenerate": ["owner", "admin"],
  "keys:deactivate": ["owner", "admin"],
  "keys:extend": ["owner", "admin"],
  "keys:change-life": ["owner", "admin"],
  "website:view": ["owner", "admin"],
  "website:submit": ["owner", "admin"],
  "team:view": ["owner", "admin"],
  "team:manage": ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function hasPermission(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** Whether a role may do anything at all with API keys. */
export function mayUseKeys(role: Role): boolean {
  const all = Object.keys(permissions) as Permission[];
  return all.some((name) => name.startsWith("keys:") && hasPermission(role, name));
}

/**
 * The first line of every domain command. Throws `forbidden`, or `two_step_required` if the merchant requires 2-step
 * verification and this member has not turned it on (D1).
 */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!hasPermission(actor.role, permission)) throw accessRefusal("forbidden");
  if (actor.isTwoStepMissing) throw accessRefusal("two_step_required");
}
