/** What a member is in a merchant; what each may do stands in `permissions.ts`. */
export const roles = ["owner", "admin", "manager", "operations", "viewer"] as const;
export type Role = (typeof roles)[number];
