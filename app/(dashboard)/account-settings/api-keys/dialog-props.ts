import {
  confirmMobileAction,
  requestCodeAction,
  sendMobileCodeAction,
} from "@/app/(dashboard)/step-up-actions";
import type { Actor } from "@/lib/access/actor";
import { countryName } from "@/lib/orgs/country-name";
import {
  changeKeyLifeAction,
  deactivateKeyAction,
  extendKeyAction,
  generateKeyAction,
  regenerateKeyAction,
} from "./actions";

/** What the dialogs about keys call, on the API Keys page and on a key's own. */
export const keyActions = {
  generate: generateKeyAction,
  regenerate: regenerateKeyAction,
  deactivate: deactivateKeyAction,
  extend: extendKeyAction,
  changeLife: changeKeyLifeAction,
  requestCode: requestCodeAction,
  sendMobileCode: sendMobileCodeAction,
  confirmMobile: confirmMobileAction,
};

/** What the dialogs say of the brand. */
export const dialogOrg = ({ org }: Actor) => ({
  id: org.id,
  name: org.name,
  deactivate: org.wording.deactivate,
  dialCode: org.dialCode,
  countryName: countryName(org),
});
