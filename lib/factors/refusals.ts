import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about mobile numbers and 2-step verification, with the sentences that users see. */
export const factorRefusal = refusalsOf({
  mobile_not_accepted: "Enter a mobile number of this country.",
  mobile_already_verified:
    "A mobile number is already registered. Close this and start again: a code will be sent to it.",
  mobile_unchanged: "This is your mobile number already.",
  two_step_needs_factor:
    "2-step verification needs a verified mobile or an authenticator app. Add one first.",
  two_step_enforced: "Your team requires 2-step verification, so it cannot be turned off.",
  two_step_unchanged:
    "This was already changed, perhaps in another tab. Reload the page to see it as it is.",
  two_step_is_off: "Turn on 2-step verification first.",
});

export type FactorRefusal = CodeOf<typeof factorRefusal>;
