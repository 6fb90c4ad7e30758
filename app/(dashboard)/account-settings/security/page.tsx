import type { Metadata } from "next";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { AuthenticatorSection } from "@/components/security/authenticator-section";
import { RecoverySection } from "@/components/security/recovery-section";
import { RuleSection } from "@/components/security/rule-section";
import { SessionsSection } from "@/components/security/sessions-section";
import { TwoStepSection } from "@/components/security/two-step-section";
import { PageHead } from "@/components/shell/page-head";
import { CodesLocked } from "@/components/step-up/codes-locked";
import { Alert } from "@/components/ui/alert";
import type { Actor } from "@/lib/access/actor";
import type { Factors } from "@/lib/factors/factors-view";
import { getFactors } from "@/lib/factors/get-factors";
import { countryName } from "@/lib/orgs/country-name";
import { describeStepUp } from "@/lib/orgs/describe-step-up";
import { formatMoment } from "@/lib/orgs/moment";
import { listSessions } from "@/lib/sessions/list-sessions";
import { requireActor } from "@/lib/web/actor";
import {
  confirmAuthenticatorAction,
  logOutOtherSessionsAction,
  logOutSessionAction,
  remakeRecoveryCodesAction,
  removeAuthenticatorAction,
  setUpAuthenticatorAction,
  turnOffTwoStepAction,
  turnOnTwoStepAction,
} from "./actions";

const title = "Security";

export const metadata: Metadata = { title };

const stepUpActions = {
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

export default async function SecurityPage() {
  const actor = await requireActor({ isOpenWithoutTwoStep: true });
  const [factors, sessions] = await Promise.all([getFactors(actor), listSessions(actor)]);
  const seesRule = actor.role === "owner" || actor.role === "admin";
  return (
    <DashboardFrame actor={actor} path="/account-settings/security" title={title}>
      <PageHead title="Security" lede="What stands between your account and somebody else." />
      <div className="grid gap-4">
        <States actor={actor} factors={factors} />
        <OwnFactors actor={actor} factors={factors} />
        <SessionsSection
          sessions={sessions.map(({ id, device, address, seenAt, isThis }) => ({
            ...{ id, device, isThis },
            address: addressInWords(address),
            seen: formatMoment(actor.org, seenAt),
          }))}
          logOutOthers={logOutOtherSessionsAction}
          logOutOne={logOutSessionAction}
        />
        {seesRule ? <RuleSection {...describeStepUp(actor.org)} /> : null}
      </div>
    </DashboardFrame>
  );
}

/** Warnings about what keeps this user from working, and what to do. */
function States({ actor, factors }: { actor: Actor; factors: Factors }) {
  return (
    <>
      {actor.isTwoStepMissing ? (
        <Alert tone="warn">
          <p className="font-medium">
            {actor.merchant.name} requires 2-step verification of everybody in the team.
          </p>
          <p>Turn it on below. Until then, nothing else of this account is open to you.</p>
        </Alert>
      ) : null}
      {factors.locked ? (
        <section>
          <h2 className="mb-2 font-semibold">Codes are locked</h2>
          <CodesLocked words={factors.locked} />
        </section>
      ) : null}
    </>
  );
}

function OwnFactors({ actor, factors }: { actor: Actor; factors: Factors }) {
  const { name, dialCode } = actor.org;
  const stepUp = { actions: stepUpActions, org: { dialCode, countryName: countryName(actor.org) } };
  const account = { brand: name, email: actor.user.email };
  return (
    <>
      <TwoStepSection
        factors={factors}
        account={account}
        actions={{ turnOn: turnOnTwoStepAction, turnOff: turnOffTwoStepAction }}
        stepUp={stepUp}
      />
      <AuthenticatorSection
        factors={factors}
        actions={{
          setUp: setUpAuthenticatorAction,
          confirm: confirmAuthenticatorAction,
          remove: removeAuthenticatorAction,
        }}
        stepUp={stepUp}
      />
      <RecoverySection
        factors={factors}
        account={account}
        remake={remakeRecoveryCodesAction}
        stepUp={stepUp}
      />
    </>
  );
}

/** Without a trusted proxy the address is not known. */
function addressInWords(address: string): string {
  return address === "direct" || address === "unknown" ? "Address not known" : address;
}
