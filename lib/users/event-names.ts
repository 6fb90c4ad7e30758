import type { Notices } from "@/lib/messages/kinds";

/** What each notice tells of, in one sentence without a full stop. */
const eventNames: Record<keyof Notices, string> = {
  "key-generated": "A key was generated",
  "key-regenerated": "A key was regenerated",
  "key-deactivated": "A key was deactivated",
  "key-extended": "An old key was kept longer",
  "key-life-changed": "How long new keys live was changed",
  "key-frozen": "A key was frozen",
  "key-unfrozen": "The freeze of a key was lifted",
  "key-leaked": "A leaked key was deactivated",
  "key-expiring": "A key is about to expire",
  "key-old": "A key without an end has reached an age",
  "password-changed": "A password was changed",
  "password-reset-done": "A password was reset",
  "email-changed": "An email address was changed",
  "email-restored": "An email address was restored",
  "mobile-verified": "A mobile number was verified",
  "mobile-changed": "A mobile number was changed",
  "two-step-on": "2-step verification was turned on",
  "two-step-off": "2-step verification was turned off",
  "two-step-reset": "2-step verification was reset",
  "authenticator-added": "An authenticator app was set up",
  "authenticator-removed": "An authenticator app was removed",
  "recovery-codes-made": "New recovery codes were made",
  "recovery-code-used": "A recovery code was used",
  "codes-locked": "One-time passwords were locked",
  "user-unlocked": "A member was unlocked",
  "user-disabled": "A member was disabled",
  "user-enabled": "A member was enabled again",
  "new-device": "Somebody logged in from a new device",
  "login-stopped": "A login was stopped with “This wasn't me”",
  "member-invited": "Somebody was invited",
  "member-joined": "A new member joined",
  "role-changed": "A role was changed",
  "member-removed": "A member was removed",
  "team-two-step": "The team's rule on 2-step verification was changed",
  "website-approved": "A website was verified",
  "website-refused": "A website needs changes",
  "merchant-frozen": "All keys were frozen",
  "merchant-unfrozen": "The freeze of all keys was lifted",
};

/** Also for a kind that a newer build wrote. */
export function nameOfEvent(kind: string): string {
  return eventNames[kind as keyof Notices] ?? "Something was changed";
}
