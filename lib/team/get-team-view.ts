import type { Actor } from "@/lib/access/actor";
import { hasPermission } from "@/lib/access/permissions";
import { formatMoment } from "@/lib/orgs/moment";
import { listTeam } from "./list-team";
import type { TeamView } from "./team-view";

/**
 * The team as the page shows it, with dates in the brand's locale and time zone, and what this user may do. Throws
 * `forbidden`.
 */
export async function getTeamView(actor: Actor): Promise<TeamView> {
  const team = await listTeam(actor);
  const mayManage = hasPermission(actor.role, "team:manage");
  const members = team.members.map(({ lastLoginAt, ...member }) => ({
    ...member,
    isYou: member.userId === actor.user.id,
    lastLogin: lastLoginAt ? formatMoment(actor.org, lastLoginAt) : null,
    isHelpedHere: member.role !== "owner" && member.userId !== actor.user.id,
  }));
  return {
    merchantName: actor.merchant.name,
    mayManage,
    isTwoStepRequired: team.isTwoStepRequired,
    isOwnTwoStepOn: members.some(({ isYou, isTwoStepOn }) => isYou && isTwoStepOn),
    members,
    invitations: team.invitations.map(({ expiresAt, ...invitation }) => ({
      ...invitation,
      expires: formatMoment(actor.org, expiresAt),
    })),
  };
}
