import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about codes, with the sentences that users see. */
export const codeRefusal = refusalsOf({
  wrong_code: "That code is not correct.",
  code_expired: "That code has expired or was already used. Ask for a new one.",
  code_used_up: "Too many wrong tries for this code. Ask for a new one.",
  code_locked: "Too many wrong codes in a row. For your security, codes are locked for a while.",
  sent_too_soon: "A code was sent a moment ago. Wait for the countdown before asking again.",
  sent_too_often: "Too many codes were sent. Try again later.",
  sim_swapped:
    "The SIM of this mobile number was changed a short time ago, so we sent no code to it. Use your authenticator app, or contact support.",
  sms_unavailable:
    "We could not send the SMS just now. Nothing has changed. Try again in a moment.",
});

export type CodeRefusal = CodeOf<typeof codeRefusal>;
