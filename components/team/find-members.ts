import type { MemberRow } from "@/lib/team/team-view";
import { roleNames } from "./roles";

/** From so many people on, a team can be searched. */
export const searchFrom = 20;

/** Without case and accents, so that "jose" finds "José". */
const plain = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The members whose name, email or role holds every word that was typed; all of them if nothing was. */
export function findMembers(rows: readonly MemberRow[], typed: string): readonly MemberRow[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, email, role }) => {
    const text = plain(`${name} ${email} ${roleNames[role]}`);
    return words.every((word) => text.includes(word));
  });
}
