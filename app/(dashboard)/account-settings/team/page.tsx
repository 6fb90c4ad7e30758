import type { Metadata } from "next";
import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { Denied } from "@/components/shell/denied";
import { Shell } from "@/components/shell/shell";
import { TeamPanel } from "@/components/team/team-panel";
import type { Actor } from "@/lib/access/actor";
import { hasPermission } from "@/lib/access/permissions";
import { getTeamView } from "@/lib/team/get-team-view";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";
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

export const metadata: Metadata = { title: "Manage team" };

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
    <Shell
      {...shellProps(actor)}
      path="/account-settings/team"
      crumbs={[
        { label: "Account & Settings", href: "/account-settings" },
        { label: "Manage team" },
      ]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {hasPermission(actor.role, "team:view") ? (
        <Team actor={actor} />
      ) : (
        <Denied title="Manage team" />
      )}
    </Shell>
  );
}

async function Team({ actor }: { actor: Actor }) {
  const { dialCode, country, locale } = actor.org;
  const countryName = new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
  return (
    <TeamPanel
      view={await getTeamView(actor)}
      org={{ dialCode, countryName }}
      actions={actions}
      stepUp={stepUp}
    />
  );
}
