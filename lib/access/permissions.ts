import { AppError } from "@/lib/core/errors";
import type { Actor } from "./actor";
import type { Role } from "./roles";

/** Permission → the roles that have it. The pages, the actions and the tests all read this one table. */
const permissions = {
  "keys:view": ["owner", "admin"],
  "keys:generate": ["owner", "admin"],
  "keys:regenerate": ["owner", "admin"],
  "keys:deactivate": ["owner", "admin"],
  "keys:extend": ["owner", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

export function hasPermission(role: Role, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(role);
}

/** First line of every domain command. Throws `forbidden`. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (!hasPermission(actor.role, permission)) throw new AppError("forbidden");
}
