import type { Metadata } from "next";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { AccountDetails } from "@/components/account-details/account-details";
import { countryName } from "@/lib/orgs/country-name";
import { getAccount } from "@/lib/users/get-account";
import { requireActor } from "@/lib/web/actor";
import {
  changeNameAction,
  changePasswordAction,
  confirmMobileChangeAction,
  requestEmailChangeAction,
  startMobileChangeAction,
} from "./actions";

const title = "Account details";

export const metadata: Metadata = { title };

const actions = {
  changeName: changeNameAction,
  changePassword: changePasswordAction,
  requestEmailChange: requestEmailChangeAction,
  startMobileChange: startMobileChangeAction,
  confirmMobileChange: confirmMobileChangeAction,
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

export default async function AccountDetailsPage() {
  const actor = await requireActor();
  const { dialCode, policy } = actor.org;
  return (
    <DashboardFrame actor={actor} path="/account-settings/account-details" title={title}>
      <AccountDetails
        account={await getAccount(actor)}
        org={{
          dialCode,
          countryName: countryName(actor.org),
          minPasswordLength: policy.minPasswordLength,
        }}
        actions={actions}
      />
    </DashboardFrame>
  );
}
