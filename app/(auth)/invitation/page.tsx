import type { Metadata } from "next";
import { logOutAction } from "@/app/(dashboard)/actions";
import { InvitationForm } from "@/components/login/invitation-form";
import { LoginFrame } from "@/components/login/login-frame";
import { LogOut } from "@/components/shell/log-out";
import type { Actor } from "@/lib/access/actor";
import { type FoundInvitation, findInvitation } from "@/lib/team/find-invitation";
import { currentActor } from "@/lib/web/actor";
import { linkTokenField } from "@/lib/web/fields";
import { currentOrg } from "@/lib/web/org";
import { acceptInvitationAction } from "./actions";

export const metadata: Metadata = { title: "Invitation" };

interface InvitationPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The page that an invitation's link opens. Opening it changes nothing, because mail scanners open links. */
export default async function InvitationPage({ searchParams }: InvitationPageProps) {
  const [org, actor, { token }] = await Promise.all([currentOrg(), currentActor(), searchParams]);
  const link = linkTokenField.safeParse(token);
  const invitation = link.success ? await findInvitation(org, link.data) : null;
  return (
    <LoginFrame brandName={org.name}>
      {!link.success || !invitation ? (
        <Closed />
      ) : actor && actor.user.email !== invitation.email ? (
        <ForSomebodyElse invitation={invitation} actor={actor} />
      ) : (
        <InvitationForm
          token={link.data}
          brandName={org.name}
          merchant={invitation.merchant}
          email={invitation.email}
          role={invitation.role}
          invitedBy={invitation.invitedBy}
          isKnown={invitation.userId !== null}
          minPasswordLength={org.policy.minPasswordLength}
          accept={acceptInvitationAction}
        />
      )}
    </LoginFrame>
  );
}

function Closed() {
  return (
    <>
      <h1 className="font-semibold text-title tracking-tight">This invitation is not open</h1>
      <p className="mt-1 text-muted">
        It has expired, was withdrawn or was already accepted. Ask the person who invited you for
        another one.
      </p>
    </>
  );
}

function ForSomebodyElse({ invitation, actor }: { invitation: FoundInvitation; actor: Actor }) {
  return (
    <>
      <h1 className="font-semibold text-title tracking-tight">
        This invitation is for somebody else
      </h1>
      <p className="wrap-anywhere mt-1 mb-5 text-muted">
        It is for {invitation.email}, and you are logged in as {actor.user.email}. If both are you,
        log out and open the link again.
      </p>
      <LogOut logOut={logOutAction} />
    </>
  );
}
