/** Who may do what. This table is also the input of the permission tests (SECURITY C-6). */
export const roles = ["owner", "admin", "manager", "operations", "viewer"] as const;
export type Role = (typeof roles)[number];
