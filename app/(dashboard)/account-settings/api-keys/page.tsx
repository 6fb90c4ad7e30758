import type { Metadata } from "next";
import { Suspense } from "react";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import { ApiKeysPanel } from "@/components/api-keys/api-keys-panel";
import { KeysSkeleton } from "@/components/api-keys/keys-skeleton";
import type { Actor } from "@/lib/access/actor";
import { listKeys } from "@/lib/api-keys/list-keys";
import { countryName } from "@/lib/orgs/country-name";
import { requireActor } from "@/lib/web/actor";
import { readProgramLanguage } from "@/lib/web/cookies";
import {
  changeKeyLifeAction,
  deactivateKeyAction,
  extendKeyAction,
  generateKeyAction,
  regenerateKeyAction,
} from "./actions";

const title = "API Keys";

export const metadata: Metadata = { title };

const actions = {
  generate: generateKeyAction,
  regenerate: regenerateKeyAction,
  deactivate: deactivateKeyAction,
  extend: extendKeyAction,
  changeLife: changeKeyLifeAction,
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

export default async function ApiKeysPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/account-settings/api-keys" title={title} needs="keys:view">
      <Suspense fallback={<KeysSkeleton />}>
        <Keys actor={actor} />
      </Suspense>
    </DashboardFrame>
  );
}

async function Keys({ actor }: { actor: Actor }) {
  const { id, name, dialCode, wording } = actor.org;
  return (
    <ApiKeysPanel
      view={await listKeys(actor, actor.session.mode)}
      language={await readProgramLanguage()}
      org={{
        id,
        name,
        deactivate: wording.deactivate,
        dialCode,
        countryName: countryName(actor.org),
      }}
      actions={actions}
    />
  );
}
