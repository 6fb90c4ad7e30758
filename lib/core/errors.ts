/**
 * The three kinds of trouble (docs/architecture.md, "Errors"): an outcome is returned, a refusal is an `AppError`,
 * everything else is a bug or an outage. This table is the only place where a refusal gets its words.
 */
const refusals = {
  forbidden: "Permission denied. Please contact the owner.",
  not_found: "We could not find that key here. It may belong to another mode or account.",
  already_changed:
    "This key was already changed, perhaps in another tab or by a colleague. The list below is up to date.",
  already_exists: "This mode already has a key. Regenerate it to get a new one.",
  website_not_verified: "Your website is not verified yet, so Live keys cannot be generated.",
  cannot_extend: "This key cannot be kept any longer.",
  wrong_credentials:
    "Email or password is incorrect. After several wrong tries, wait a little before the next one.",
  wrong_password:
    "Password is incorrect. After several wrong tries, wait a little before the next one.",
  wrong_code: "That code is not correct.",
  code_expired: "That code has expired or was already used. Ask for a new one.",
  code_used_up: "Too many wrong tries for this code. Ask for a new one.",
  code_locked: "Too many wrong codes in a row. For your security, codes are locked for 30 minutes.",
  sent_too_soon: "A code was sent a moment ago. Wait for the countdown before asking again.",
  sent_too_often: "Too many codes were sent. Try again later.",
  sms_unavailable:
    "We could not send the SMS just now. Nothing has changed. Try again in a moment.",
  mobile_not_accepted: "Enter a mobile number of this country.",
  mobile_already_verified:
    "A mobile number is already registered. Close this and start again: a code will be sent to it.",
  session_ended: "This session has ended already. Reload the page.",
  login_expired: "This login has ended. Log in again.",
  rate_limited: "Too many tries from this network. Wait a minute, then try again.",
  busy: "We are very busy just now. Try again in a few seconds.",
  link_expired: "This link has expired or was already used.",
  password_refused: "Choose another password.",
  email_unchanged: "This is your email already.",
  mobile_unchanged: "This is your mobile number already.",
  two_step_required: "Your team requires 2-step verification. Turn it on to go on.",
  two_step_needs_factor:
    "2-step verification needs a verified mobile or an authenticator app. Add one first.",
  two_step_enforced: "Your team requires 2-step verification, so it cannot be turned off.",
  two_step_unchanged:
    "This was already changed, perhaps in another tab. Reload the page to see it as it is.",
  two_step_is_off: "Turn on 2-step verification first.",
  last_owner: "A merchant needs at least one owner. Make somebody else an owner first.",
  member_not_found: "We could not find that member. The list may be out of date: reload the page.",
  already_member: "This person is a member already.",
  already_invited: "This person has an open invitation already.",
  invitation_closed: "This invitation is no longer open. Reload the page.",
  invitations_limited: "Too many invitations were sent. Try again tomorrow.",
  name_missing: "Enter your name.",
  account_exists:
    "There is an account with this email by now. Reload the page and join with its password.",
  not_a_member: "You are not a member of that merchant any more. Reload the page.",
  other_merchant: "You switched to another merchant in another tab. Reload the page.",
  own_two_step_first:
    "Turn on your own 2-step verification first: the team's rule holds for you too.",
  not_yours_alone:
    "This person belongs to other merchants too, so only support can do this. Nothing was changed.",
  website_refused: "Enter the full address of your website, as in https://shop.example.",
  website_changed: "The website was edited since then. Look at it again.",
  website_not_waiting: "No website of this merchant is under review.",
  key_frozen: "This key is frozen. Contact support.",
  chain_broken: "The audit trail was altered.",
  ambiguous: "This could be several. Say which one is meant.",
  unknown: "There is nothing of this name.",
  already_so: "That is so already. Nothing was changed.",
  wrong_origin: "This request did not come from this page. Reload and try again.",
} as const;

export type RefusalCode = keyof typeof refusals;

/** A command that cannot proceed. Work in the open transaction rolls back; each surface translates once. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: RefusalCode,
    /** Only where the table's sentence needs a fact of this case. */
    message: string = refusals[code],
  ) {
    super(message);
  }
}
