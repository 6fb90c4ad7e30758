/** Facts of which every kind of message can be written. */
import type { Messages } from "@/lib/messages/kinds";

const by = { by: "Asha Rao", byUserId: "usr_1" };
export const ofKey = { ...by, keyId: "rzp_test_00000000000abc", mode: "live" } as const;
export const ofPerson = { ...by, who: "Neha Iyer (new@acme.test)" };
const merchant = "Acme";

/** Facts for every kind of message: a new kind does not compile without its facts here. */
export const messageFacts: { [K in keyof Messages]: Messages[K] } = {
  "signup-confirm": { signupId: "sgn_1", name: "Asha" },
  "signup-exists": { name: "Asha" },
  invitation: { invitationId: "inv_1", merchant, by: "Asha", role: "admin" },
  "password-reset": { resetId: "rst_1", name: "Asha" },
  "password-after-restore": { resetId: "rst_1", name: "Asha" },
  "email-confirm": { changeId: "eml_1", name: "Asha" },
  "key-generated": ofKey,
  "key-regenerated": { ...ofKey, replaces: "rzp_test_00000000000old", oldKeyEnds: "in-24-hours" },
  "key-deactivated": ofKey,
  "key-extended": { ...ofKey, until: "2026-11-23T05:12:00.000Z" },
  "key-life-changed": { ...by, mode: "live", life: "90-days" },
  "key-frozen": ofKey,
  "key-unfrozen": ofKey,
  "key-leaked": ofKey,
  "key-expiring": {
    keyId: ofKey.keyId,
    mode: "test",
    days: "7",
    expiresAt: "2026-11-29T05:12:00.000Z",
  },
  "key-old": { keyId: ofKey.keyId, mode: "live", days: "90", madeAt: "2026-08-24T05:12:00.000Z" },
  "password-changed": ofPerson,
  "password-reset-done": ofPerson,
  "email-changed": { ...ofPerson, from: "old@acme.test", to: "new@acme.test" },
  "email-restored": { ...ofPerson, from: "new@acme.test", to: "old@acme.test" },
  "mobile-verified": { ...ofPerson, mobile: "••••••3210" },
  "mobile-changed": { ...ofPerson, mobile: "••••••3210" },
  "two-step-on": ofPerson,
  "two-step-off": ofPerson,
  "two-step-reset": ofPerson,
  "authenticator-added": ofPerson,
  "authenticator-removed": ofPerson,
  "recovery-codes-made": ofPerson,
  "recovery-code-used": { ...ofPerson, left: "9" },
  "codes-locked": ofPerson,
  "user-unlocked": ofPerson,
  "user-disabled": ofPerson,
  "user-enabled": ofPerson,
  "login-stopped": ofPerson,
  "new-device": { ...ofPerson, device: "Firefox on Linux", address: "203.0.113.7" },
  "member-invited": { ...by, email: "new@acme.test", merchant, role: "admin" },
  "member-joined": { ...ofPerson, merchant, role: "admin" },
  "role-changed": { ...ofPerson, merchant, from: "admin", to: "owner" },
  "member-removed": { ...ofPerson, merchant },
  "team-two-step": { ...by, merchant, isRequired: "yes" },
  "website-approved": { url: "https://shop.test" },
  "website-refused": { url: "https://shop.test", reason: "The refund page is empty." },
  "merchant-frozen": { ...by, merchant },
  "merchant-unfrozen": { ...by, merchant },
};
