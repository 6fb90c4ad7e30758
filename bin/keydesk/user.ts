import type { Command } from "commander";
import { db } from "@/db/client";
import { disableUser, enableUser } from "@/lib/operator/disable-user";
import { type FoundUser, listUsers } from "@/lib/operator/get-user";
import { operatorRefusal } from "@/lib/operator/refusals";
import { resetTwoStep } from "@/lib/operator/reset-two-step";
import { unlockUser } from "@/lib/operator/unlock-user";
import { orgOption, readEmail } from "./arguments";
import { answering, type Given } from "./command";
import { facts } from "./print";

export function addUserCommands(program: Command): void {
  const user = program.command("user").description("the people who log in");
  answering<Given>(
    person(user, "find", "everybody with an e-mail, in every brand"),
    async (email, { org }) => {
      const users = await listUsers(db(), email, org);
      if (users.length === 0) throw operatorRefusal("unknown", `Nobody has the e-mail ${email}.`);
      return { data: { users }, text: users.map(describe).join("\n\n") };
    },
  );
  answering<Given>(
    person(user, "unlock", "end the locks of wrong codes and wrong passwords"),
    async (email, { org }, operator) => {
      const data = await unlockUser(operator, email, org);
      return { data, text: `${data.email} is unlocked.` };
    },
  );
  answering<Given>(
    person(
      user,
      "reset-two-step",
      "for a lost phone: turn 2-step verification off, remove mobile, app and recovery codes, log out",
    ),
    async (email, { org }, operator) => {
      const data = await resetTwoStep(operator, email, org);
      const text = `${data.email} logs in with the password alone now, and is logged out everywhere.`;
      return { data, text };
    },
  );
  answering<Given>(
    person(
      user,
      "disable",
      "keep somebody out of the brand: log out everywhere, no login, no links",
    ),
    async (email, { org }, operator) => {
      const data = await disableUser(operator, email, org);
      const text = `${data.email} is logged out everywhere and cannot log in. API keys keep working.`;
      return { data, text };
    },
  );
  answering<Given>(
    person(user, "enable", "let somebody who was disabled log in again"),
    async (email, { org }, operator) => {
      const data = await enableUser(operator, email, org);
      return { data, text: `${data.email} can log in again, as before.` };
    },
  );
}

function person(user: Command, verb: string, description: string): Command {
  return user
    .command(verb)
    .description(description)
    .argument("<e-mail>", "the person's e-mail", readEmail)
    .addOption(orgOption());
}

function describe(user: FoundUser): string {
  return facts([
    ["User", user.id],
    ["Brand", user.orgId],
    ["E-mail", user.email],
    ["Name", user.name],
    ["Merchants", user.merchants.map(({ id, role }) => `${id} (${role})`).join(", ")],
    ["Mobile", user.mobile],
    ["2-step verification", user.isTwoStepOn ? "on" : "off"],
    ["Authenticator app", user.hasAuthenticator ? "yes" : "no"],
    ["Password", user.hasPassword ? "set" : "not set"],
    ["Codes locked until", user.codesLockedUntil],
    ["Password waits until", user.passwordRetryAt],
    ["Disabled", user.isDisabled ? "yes" : null],
  ]);
}
