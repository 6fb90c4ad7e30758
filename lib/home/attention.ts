import type { WebsiteState } from "@/db/schema/people";
import { describeSpan } from "@/lib/core/ago";
import type { Mode } from "@/lib/core/mode";
import type { Attention, HomeKey } from "./home-view";

/** Failed attempts with a mode's keys: in the last two clock hours, and in the 22 before them. */
export interface FailureTrend {
  mode: Mode;
  recent: number;
  before: number;
}

export interface Facts {
  now: Date;
  keys: HomeKey[];
  failures: FailureTrend[];
  website: { state: WebsiteState; refusalReason: string | null } | null;
  isMerchantFrozen: boolean;
  supportEmail: string;
}

const apiKeys = "/account-settings/api-keys";
const names: Record<Mode, string> = { test: "Test", live: "Live" };

/** How far ahead an expiry is announced (DESIGN §2.10). */
const announceDays = 30;
/** From which ages on, in days, a Live key without an end is mentioned, and is a warning (K-14). */
const old = { mentioned: 90, warned: 365 };
/** Fewer recent failures than this are ignored. */
const minRecentFailures = 10;

/** What needs attention, worst first. Each entry is based on stored facts; an empty list means that all is well. */
export function listAttention(facts: Facts): Attention[] {
  const all = [
    ...frozenMerchant(facts),
    ...facts.keys.flatMap((key) => aboutKey(key, facts)),
    ...facts.failures.flatMap(rising),
    ...website(facts),
  ];
  const order = { bad: 0, warn: 1, info: 2 };
  return all.sort((a, b) => order[a.tone] - order[b.tone]);
}

function frozenMerchant({ isMerchantFrozen, supportEmail }: Facts): Attention[] {
  if (!isMerchantFrozen) return [];
  const text = `All API keys of this account are frozen: requests with them are refused. Contact ${supportEmail}.`;
  return [{ tone: "bad", text, link: { href: apiKeys, label: "API Keys", mode: null } }];
}

function aboutKey(key: HomeKey, { now, isMerchantFrozen }: Facts): Attention[] {
  const link = { href: apiKeys, label: `${names[key.mode]} keys`, mode: key.mode };
  const say = (tone: Attention["tone"], text: string) => [{ tone, text, link }];
  const name = `The ${names[key.mode]} key …${key.keyId.slice(-4)}`;
  if (key.status === "frozen")
    return isMerchantFrozen ? [] : say("bad", `${name} is frozen: requests with it are refused.`);
  if (key.status === "expired" && key.isCurrent)
    return say("bad", `${name} has expired: requests with it are refused. Regenerate it.`);
  if (key.status === "retiring" && key.deactivates) {
    const left = describeSpan(Date.parse(key.deactivates.iso) - now.getTime());
    return key.lastUse?.isRecent
      ? say(
          "warn",
          `${name} stops in ${left} and was used within the hour: replace it where it is still used.`,
        )
      : say("info", `${name} stops in ${left}.`);
  }
  if (key.status !== "active") return [];
  if (key.daysLeft !== null && key.daysLeft <= announceDays)
    return say(key.daysLeft <= 7 ? "bad" : "warn", `${name} expires in ${days(key.daysLeft)}.`);
  if (key.lastUse === null && key.daysOld >= 1)
    return say("info", `${name} has never been used since it was made on ${key.created.date}.`);
  if (key.mode === "live" && key.daysLeft === null && key.daysOld >= old.mentioned)
    return say(
      key.daysOld >= old.warned ? "warn" : "info",
      `${name} is ${key.daysOld} days old and never expires. Regenerate it from time to time.`,
    );
  return [];
}

function rising({ mode, recent, before }: FailureTrend): Attention[] {
  // `before` covers 22 hours and `recent` two, so `before` is divided by eleven.
  if (recent < minRecentFailures || recent <= (2 * before) / 11) return [];
  const text = `Failed attempts with ${names[mode]} keys are rising: ${recent} in the last two hours.`;
  return [{ tone: "warn", text, link: { href: apiKeys, label: `${names[mode]} keys`, mode } }];
}

function website({ website: site }: Facts): Attention[] {
  if (site?.state !== "refused") return [];
  const text = `Your website needs changes before Live keys can be generated: ${site.refusalReason}`;
  const link = { href: "/account-settings/website", label: "Business website details", mode: null };
  return [{ tone: "warn", text, link }];
}

const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);
