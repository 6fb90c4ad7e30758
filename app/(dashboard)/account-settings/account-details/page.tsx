import type { Metadata } from "next";
import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { AccountDetails } from "@/components/account-details/account-details";
import { Shell } from "@/components/shell/shell";
import { getAccount } from "@/lib/users/get-account";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";
import {
  changeNameAction,
  changePasswordAction,
  confirmMobileChangeAction,
  requestEmailChangeAction,
  startMobileChangeAction,
} from "./actions";

export const metadata: Metadata = { title: "Account details" };

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
  const { dialCode, country, locale, policy } = actor.org;
  const countryName = new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
  return (
    <Shell
      {...shellProps(actor)}
      path="/account-settings/account-details"
      crumbs={[
        { label: "Account & Settings", href: "/account-settings" },
        { label: "Account details" },
      ]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      <AccountDetails
        account={await getAccount(actor)}
        org={{ dialCode, countryName, minPasswordLength: policy.minPasswordLength }}
        actions={actions}
      />
    </Shell>
  );
}
