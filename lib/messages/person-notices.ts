import type { Notices } from "./kinds";
import type { Words, WriterContext, Writers } from "./words";

type PersonKinds =
  | "password-changed"
  | "password-reset-done"
  | "email-changed"
  | "email-restored"
  | "mobile-verified"
  | "mobile-changed"
  | `two-step-${"on" | "off" | "reset"}`
  | `authenticator-${"added" | "removed"}`
  | "recovery-codes-made"
  | "recovery-code-used"
  | "codes-locked"
  | `user-${"unlocked" | "disabled" | "enabled"}`
  | "login-stopped"
  | "new-device";

interface OfPerson {
  who: string;
  by: string;
}

type Facts = NonNullable<Words["facts"]>;

/** The common part of every notice about a user's login or codes. */
function about(
  { who, by }: OfPerson,
  { org, url }: WriterContext,
  subject: string,
  lines: string[],
  more: Facts = [],
): Words {
  return {
    subject: `${subject} on ${org.name}`,
    lines,
    facts: [["Who", who], ...more, ["By", by]],
    link: { label: "Open the dashboard", url: url("/account-settings") },
  };
}

export const personNotices: Writers<Pick<Notices, PersonKinds>> = {
  "password-changed": (person, setting) =>
    about(person, setting, "A password was changed", ["The password was changed."]),
  "password-reset-done": (person, setting) =>
    about(person, setting, "A password was reset", [
      "A new password was chosen through a link sent by e-mail. All sessions were ended.",
    ]),
  "email-changed": (person, setting) => {
    const { link, ...words } = about(
      person,
      setting,
      "An email address was changed",
      ["The email for logging in was changed."],
      [
        ["Old email", person.from],
        ["New email", person.to],
      ],
    );
    // At the old address "This wasn't me" is the one link: nobody logs in with that address any more.
    return link && !person.restores ? { ...words, link } : words;
  },
  "email-restored": (person, setting) =>
    about(
      person,
      setting,
      "An email address was restored",
      [
        "“This wasn't me” was pressed in the mail that told the old email of its change, so the old one counts again. All sessions were ended, and the password no longer works.",
        `If you changed it yourself, contact ${setting.org.supportEmail}.`,
      ],
      [
        ["Email before", person.from],
        ["Email now", person.to],
      ],
    ),
  "mobile-verified": (person, setting) =>
    about(
      person,
      setting,
      "A mobile number was verified",
      ["A mobile number was verified. One-time passwords are sent to it from now on."],
      [["Mobile", person.mobile]],
    ),
  "mobile-changed": (person, setting) =>
    about(
      person,
      setting,
      "A mobile number was changed",
      ["The mobile number was changed. One-time passwords are sent to the new one from now on."],
      [["New mobile", person.mobile]],
    ),
  "two-step-on": (person, setting) =>
    about(person, setting, "2-step verification was turned on", [
      "Logging in asks for a code beside the password from now on.",
    ]),
  "two-step-off": (person, setting) =>
    about(person, setting, "2-step verification was turned off", [
      "Logging in asks for the password alone from now on.",
    ]),
  "two-step-reset": (person, setting) =>
    about(person, setting, "2-step verification was reset", [
      "The second step of logging in was taken away, as for somebody who lost a phone. It can be set up anew.",
    ]),
  "authenticator-added": (person, setting) =>
    about(person, setting, "An authenticator app was set up", [
      "Codes are read off an authenticator app from now on.",
    ]),
  "authenticator-removed": (person, setting) =>
    about(person, setting, "An authenticator app was removed", [
      "Codes of the authenticator app count no longer.",
    ]),
  "recovery-codes-made": (person, setting) =>
    about(person, setting, "New recovery codes were made", [
      "New recovery codes were made. Older ones count no longer.",
    ]),
  "recovery-code-used": (person, setting) =>
    about(
      person,
      setting,
      "A recovery code was used",
      ["Somebody logged in with the password and a recovery code."],
      [["Codes left", person.left]],
    ),
  "codes-locked": (person, setting) =>
    about(person, setting, "One-time passwords were locked", [
      "Too many wrong codes were entered in a row, so codes are locked: for 30 minutes the first time, and longer each time after. Somebody who is logged in can go on; an owner can unlock a member at once.",
      "Codes are only asked for after the right password. If this wasn't you, change your password.",
    ]),
  "user-unlocked": (person, setting) =>
    about(person, setting, "A member was unlocked", ["Codes and passwords are accepted again."]),
  "user-disabled": (person, setting) =>
    about(person, setting, "A member was disabled", [
      "All sessions were ended, and logging in is not possible any more. API keys keep working.",
    ]),
  "user-enabled": (person, setting) =>
    about(person, setting, "A member was enabled again", [
      "Logging in is possible again, with the same password as before.",
    ]),
  "login-stopped": (person, setting) =>
    about(person, setting, "A login was stopped", [
      "“This wasn't me” was pressed in a mail. All sessions were ended, and the password no longer works.",
      "To log in again, choose a new password with “Forgot password” on the login page.",
    ]),
  "new-device": (person, setting) =>
    about(
      person,
      setting,
      "A login from a new device",
      ["Somebody logged in from a browser that was not used here before."],
      [
        ["Device", person.device],
        ["Address", person.address],
      ],
    ),
};
