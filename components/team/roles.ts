import { type Role, roles } from "@/lib/core/roles";

export const roleNames: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  manager: "Manager",
  operations: "Operations",
  viewer: "Viewer",
};

/** What each role may do, in one line. */
export const roleMeanings: Record<Role, string> = {
  owner: "May do everything: API keys, website, and the team itself.",
  admin: "API keys and website. Sees the team, but cannot change it.",
  manager: "Logs in to the dashboard. No API keys, website or team.",
  operations: "Logs in to the dashboard. No API keys, website or team.",
  viewer: "Logs in to the dashboard. No API keys, website or team.",
};

export const roleOptions = roles.map((role) => ({ value: role, label: roleNames[role] }));
