import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about permissions, tenants and rate limits, with the sentences that users see. */
export const accessRefusal = refusalsOf({
  forbidden: "Permission denied. Please contact the owner.",
  two_step_required: "Your team requires 2-step verification. Turn it on to go on.",
  login_expired: "This login has ended. Log in again.",
  rate_limited: "Too many tries from this network. Wait a minute, then try again.",
  not_found: "We could not find that key here. It may belong to another mode or account.",
});

export type AccessRefusal = CodeOf<typeof accessRefusal>;
