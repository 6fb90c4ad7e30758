import type { Command } from "commander";
import { addOwner } from "@/lib/operator/add-owner";
import { createMerchant } from "@/lib/operator/create-merchant";
import {
  type FrozenMerchant,
  freezeMerchant,
  unfreezeMerchant,
} from "@/lib/operator/freeze-merchant";
import { listMerchants } from "@/lib/operator/list-merchants";
import { type ShownMerchant, showMerchant } from "@/lib/operator/show-merchant";
import type { OrgId } from "@/lib/orgs/org";
import { orgOption, readEmail, readMerchant, readName, readSearch } from "./arguments";
import { type Answer, answering, type Given } from "./command";
import { facts, readable, table } from "./print";

const named = "a merchant's id or the e-mail of an owner";

export function addMerchantCommands(program: Command): void {
  const merchant = program
    .command("merchant")
    .description("merchants, and the freeze of their keys");
  addCreate(merchant);
  addOwnerCommand(merchant);
  addList(merchant);
  answering<Given>(
    merchant
      .command("show")
      .description("a merchant with its website, people and keys")
      .argument("<merchant>", named, readMerchant)
      .addOption(orgOption()),
    async (name, { org }) => {
      const shown = await showMerchant(name, org);
      return { data: shown, text: describe(shown) };
    },
  );
  answering<Given>(
    merchant
      .command("freeze")
      .description("refuse every key of a merchant until it is unfrozen")
      .argument("<merchant>", named, readMerchant)
      .addOption(orgOption()),
    async (name, { org }, operator) => say("frozen", await freezeMerchant(operator, name, org)),
  );
  answering<Given>(
    merchant
      .command("unfreeze")
      .description("lift a merchant's freeze; keys frozen one by one stay so")
      .argument("<merchant>", named, readMerchant)
      .addOption(orgOption()),
    async (name, { org }, operator) => say("unfrozen", await unfreezeMerchant(operator, name, org)),
  );
}

function addList(merchant: Command): void {
  answering<Given & { search?: string }>(
    merchant
      .command("list")
      .description("the newest merchants")
      .addOption(orgOption())
      .option("--search <text>", "in a name, an id or a member's e-mail", readSearch),
    async (_, { org, search }) => {
      const found = await listMerchants({ orgId: org, search });
      const rows = found.merchants.map((one) => [
        one.orgId,
        one.id,
        one.name,
        one.website ?? "not submitted",
        one.frozenAt ? "frozen" : "",
      ]);
      const headings = ["BRAND", "MERCHANT", "NAME", "WEBSITE", "KEYS"];
      const text = table(headings, rows, "No merchant was found.");
      return {
        data: found,
        text: found.isCut ? `${text}\nThere are more: search for less.` : text,
      };
    },
  );
}

interface CreateOptions extends Given {
  org: OrgId;
  name: string;
  ownerEmail: string;
  ownerName: string;
}

function addCreate(merchant: Command): void {
  answering<CreateOptions>(
    merchant
      .command("create")
      .description("a merchant and its owner, who gets a mail to set a password")
      .addOption(orgOption().makeOptionMandatory())
      .requiredOption("--name <text>", "the business's name", readName)
      .requiredOption("--owner-email <e-mail>", "where the owner logs in", readEmail)
      .requiredOption("--owner-name <text>", "the owner's name", readName),
    async (_, { org, name, ownerEmail, ownerName }, operator) => {
      const owner = { email: ownerEmail, name: ownerName };
      const created = await createMerchant(operator, { orgId: org, name, owner });
      const text = `Created ${created.merchantId}.\n${howToLogIn(ownerEmail, created)}`;
      return { data: created, text };
    },
  );
}

interface AddOwnerOptions extends Given {
  ownerEmail: string;
  ownerName: string;
}

function addOwnerCommand(merchant: Command): void {
  answering<AddOwnerOptions>(
    merchant
      .command("add-owner")
      .description("one more owner, for a business whose owners are gone; all of them are told")
      .argument("<merchant>", named, readMerchant)
      .addOption(orgOption())
      .requiredOption("--owner-email <e-mail>", "where the owner logs in", readEmail)
      .requiredOption("--owner-name <text>", "the owner's name, if they are new", readName),
    async (name, { org, ownerEmail, ownerName }, operator) => {
      const owner = { email: ownerEmail, name: ownerName };
      const added = await addOwner(operator, name, owner, org);
      const text = `${ownerEmail} is an owner of ${added.merchantId}.\n${howToLogIn(ownerEmail, added)}`;
      return { data: added, text };
    },
  );
}

function howToLogIn(email: string, { isLinkSent }: { isLinkSent: boolean }): string {
  return isLinkSent
    ? `${email} was sent a link to set a password, good for 24 hours.`
    : `${email} was known already and logs in as before.`;
}

function say(became: string, merchant: FrozenMerchant): Answer {
  const { merchantId, name, keys } = merchant;
  const counted = `${keys} ${keys === 1 ? "key" : "keys"}`;
  return { data: merchant, text: readable(`${merchantId} (${name}) is ${became}: ${counted}.`) };
}

function describe(shown: ShownMerchant): string {
  const { website } = shown;
  return [
    facts([
      ["Merchant", shown.id],
      ["Brand", shown.orgId],
      ["Name", shown.name],
      ["Created", shown.createdAt],
      ["Frozen", shown.frozenAt],
      ["Website", website ? `${website.state} ${website.url}` : "not submitted"],
    ]),
    table(
      ["ROLE", "E-MAIL", "NAME"],
      shown.members.map(({ role, email, name }) => [role, email, name]),
      "No members.",
    ),
    table(
      ["KEY", "STATE", "CREATED", "EXPIRES", "DEACTIVATES", "FROZEN"],
      shown.keys.map((key) => [
        key.keyId,
        key.state,
        key.createdAt,
        key.expiresAt ?? "never",
        key.deactivatesAt,
        key.frozenAt,
      ]),
      "No keys.",
    ),
  ].join("\n\n");
}
