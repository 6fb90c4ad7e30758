import type { Metadata } from "next";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { TeamPanel } from "@/components/team/team-panel";
import type { Actor } from "@/lib/access/actor";
import { countryName } from "@/lib/orgs/country-name";
import { getTeamView } from "@/lib/team/get-team-view";
import { requireActor } from "@/lib/web/actor";
import {
  changeRoleAction,
  inviteMemberAction,
  removeMemberAction,
  requireTwoStepAction,
  resendInvitationAction,
  resetMemberTwoStepAction,
  unlockMemberAction,
  withdrawInvitationAction,
} from "./actions";

const title = "Manage team";

export const metadata: Metadata = { title };

const actions = {
  invite: inviteMemberAction,
  withdraw: withdrawInvitationAction,
  resend: resendInvitationAction,
  role: changeRoleAction,
  remove: removeMemberAction,
  unlock: unlockMemberAction,
  reset: resetMemberTwoStepAction,
  "two-step": requireTwoStepAction,
};

const stepUp = {
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

export default async function TeamPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/account-settings/team" title={title} needs="team:view">
      <Team actor={actor} />
    </DashboardFrame>
  );
}

async function Team({ actor }: { actor: Actor }) {
  const { dialCode } = actor.org;
  return (
    <TeamPanel
      view={await getTeamView(actor)}
      org={{ dialCode, countryName: countryName(actor.org) }}
      actions={actions}
      stepUp={stepUp}
    />
  );
}
