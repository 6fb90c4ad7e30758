import { PageHead } from "@/components/shell/page-head";
import type { AccountView } from "@/lib/users/account-view";
import type { AccountActions, AccountOrg } from "./account-actions";
import { ChangeEmail } from "./change-email";
import { ChangeMobile } from "./change-mobile";
import { ChangeName } from "./change-name";
import { ChangePassword } from "./change-password";

interface AccountDetailsProps {
  account: AccountView;
  org: AccountOrg;
  actions: AccountActions;
}

/** The user's own details, with the dialogs that change them. */
export function AccountDetails({ account, org, actions }: AccountDetailsProps) {
  return (
    <>
      <PageHead
        title="Account details"
        lede="They are yours alone: the same in every business that you are a member of here."
      />
      <div className="grid gap-8">
        <section aria-label="Your details">
          <dl className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-low">
            <ChangeName name={account.name} changeName={actions.changeName} />
            <ChangeEmail account={account} org={org} actions={actions} />
            <ChangeMobile account={account} org={org} actions={actions} />
          </dl>
        </section>
        <ChangePassword minLength={org.minPasswordLength} changePassword={actions.changePassword} />
      </div>
    </>
  );
}
