import type { Notices } from "./kinds";
import type { Words, WriterContext, Writers } from "./words";

type TeamKinds =
  | "member-invited"
  | "member-joined"
  | "role-changed"
  | "member-removed"
  | "team-two-step"
  | "website-approved"
  | "website-refused"
  | "merchant-frozen"
  | "merchant-unfrozen";

const team = ({ url }: WriterContext) => ({
  label: "Open the team",
  url: url("/account-settings/team"),
});

const website = ({ url }: WriterContext) => ({
  label: "Open Business website details",
  url: url("/account-settings/website"),
});

function aboutMerchant(
  { by, merchant }: { by: string; merchant: string },
  { org, url }: WriterContext,
  words: Pick<Words, "subject" | "lines">,
): Words {
  return {
    ...words,
    subject: `${words.subject} on ${org.name}`,
    facts: [
      ["Business", merchant],
      ["By", by],
    ],
    link: { label: "Open the dashboard", url: url("/") },
  };
}

export const teamNotices: Writers<Pick<Notices, TeamKinds>> = {
  "member-invited": ({ email, by, merchant, role }, setting) => ({
    subject: `Somebody was invited to ${merchant} on ${setting.org.name}`,
    lines: [`Whoever accepts the invitation can use the API keys of ${merchant}.`],
    facts: [
      ["Invited", email],
      ["Role", role],
      ["By", by],
    ],
    link: team(setting),
  }),
  "member-joined": ({ who, by, merchant, role }, setting) => ({
    subject: `A new member of ${merchant} on ${setting.org.name}`,
    lines: [`A new member has access to ${merchant}.`],
    facts: [
      ["Who", who],
      ["Role", role],
      ["By", by],
    ],
    link: team(setting),
  }),
  "role-changed": ({ who, by, merchant, from, to }, setting) => ({
    subject: `A role was changed at ${merchant} on ${setting.org.name}`,
    lines: [`A member's role at ${merchant} was changed.`],
    facts: [
      ["Who", who],
      ["Old role", from],
      ["New role", to],
      ["By", by],
    ],
    link: team(setting),
  }),
  "member-removed": ({ who, by, merchant }, setting) => ({
    subject: `A member of ${merchant} was removed on ${setting.org.name}`,
    lines: [`A member has no access to ${merchant} any more.`],
    facts: [
      ["Who", who],
      ["By", by],
    ],
    link: team(setting),
  }),
  "team-two-step": ({ isRequired, ...change }, setting) =>
    aboutMerchant(change, setting, {
      subject: `2-step verification is ${isRequired === "yes" ? "required now" : "not required any more"} at ${change.merchant}`,
      lines: [
        isRequired === "yes"
          ? "Every member needs 2-step verification from now on, and is asked to turn it on."
          : "Each member chooses from now on whether to use 2-step verification.",
      ],
    }),
  "website-approved": ({ url }, setting) => ({
    subject: `Your website was verified by ${setting.org.name}`,
    lines: ["Your website was reviewed and found in order. Live keys can be generated."],
    facts: [["Website", url]],
    link: website(setting),
  }),
  "website-refused": ({ url, reason }, setting) => ({
    subject: `Your website needs changes for ${setting.org.name}`,
    lines: ["Your website was reviewed, and something must be changed before it is verified."],
    facts: [
      ["Website", url],
      ["What to change", reason],
    ],
    link: website(setting),
    note: "Submit it again when that is done. A Live key that you have goes on working.",
  }),
  "merchant-frozen": (change, setting) =>
    aboutMerchant(change, setting, {
      subject: `All API keys of ${change.merchant} were frozen`,
      lines: [
        "All API keys were frozen, in Test and in Live Mode: requests with them are refused.",
        `Contact ${setting.org.supportEmail} to learn why, and what to do.`,
      ],
    }),
  "merchant-unfrozen": (change, setting) =>
    aboutMerchant(change, setting, {
      subject: `The API keys of ${change.merchant} work again`,
      lines: ["The freeze of all API keys was lifted: requests with them pass again."],
    }),
};
