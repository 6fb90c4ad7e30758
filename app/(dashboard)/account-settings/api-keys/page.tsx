import type { Metadata } from "next";
import { Suspense } from "react";
import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { ApiKeysPanel } from "@/components/api-keys/api-keys-panel";
import { KeysSkeleton } from "@/components/api-keys/keys-skeleton";
import { Denied } from "@/components/shell/denied";
import { Shell } from "@/components/shell/shell";
import type { Actor } from "@/lib/access/actor";
import { hasPermission } from "@/lib/access/permissions";
import { listKeys } from "@/lib/api-keys/list-keys";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";
import {
  deactivateKeyAction,
  extendKeyAction,
  generateKeyAction,
  regenerateKeyAction,
} from "./actions";

export const metadata: Metadata = { title: "API Keys" };

const actions = {
  generate: generateKeyAction,
  regenerate: regenerateKeyAction,
  deactivate: deactivateKeyAction,
  extend: extendKeyAction,
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

export default async function ApiKeysPage() {
  const actor = await requireActor();
  return (
    <Shell
      {...shellProps(actor)}
      path="/account-settings/api-keys"
      crumbs={[{ label: "Account & Settings", href: "/account-settings" }, { label: "API Keys" }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {hasPermission(actor.role, "keys:view") ? (
        <Suspense fallback={<KeysSkeleton />}>
          <Keys actor={actor} />
        </Suspense>
      ) : (
        <Denied title="API Keys" />
      )}
    </Shell>
  );
}

async function Keys({ actor }: { actor: Actor }) {
  const { id, name, dialCode, country, locale, wording } = actor.org;
  const countryName = new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
  return (
    <ApiKeysPanel
      view={await listKeys(actor, actor.session.mode)}
      org={{ id, name, deactivate: wording.deactivate, dialCode, countryName }}
      actions={actions}
    />
  );
}
