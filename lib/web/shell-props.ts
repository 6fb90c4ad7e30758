import type { Actor } from "@/lib/access/actor";

/** What the frame around every page shows about the user and the merchant. */
export function shellProps({ org, merchant, memberships, user, role, session }: Actor) {
  return {
    org: { id: org.id, name: org.name },
    merchant,
    memberships,
    user: { name: user.name, email: user.email, role },
    mode: session.mode,
  };
}
