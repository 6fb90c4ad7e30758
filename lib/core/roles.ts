/** A member's role in a merchant. `permissions.ts` says what each role may do. */
export const roles = ["owner", "admin", "manager", "operations", "viewer"] as const;
export type Role = (typeof roles)[number];
