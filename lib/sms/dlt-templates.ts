/** DLT, the Indian registry of SMS: each SMS must carry the id of its registered template, or operators drop it. */
import { type Env, env } from "@/lib/core/env";
import { Mistake } from "@/lib/core/mistakes";
import { smsGateways } from "@/lib/core/sms-env";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";

const needed = ["otp", "notice"] as const;
/** "reminder": that a key ends. Its words differ from a notice's, so it may have a template of its own. */
const smsPurposes = [...needed, "reminder"] as const;
export type SmsPurpose = (typeof smsPurposes)[number];

type Templates = Map<`${OrgId}:${SmsPurpose}`, string>;

let templates: Templates | undefined;

/** The template's id; a reminder without one of its own has that of a notice. Null if none is configured. */
export function dltTemplateOf(org: OrgId, purpose: SmsPurpose): string | null {
  templates ??= readDltTemplates(env().SMS_DLT_TEMPLATES);
  const own = templates.get(`${org}:${purpose}`);
  return own ?? (purpose === "reminder" ? templates.get(`${org}:notice`) : undefined) ?? null;
}

/**
 * Reads "razorpay:otp=1107160000000000001,razorpay:notice=1107160000000000002". Throws a `Mistake` of
 * SMS_DLT_TEMPLATES.
 */
export function readDltTemplates(setting: string): Templates {
  const read: Templates = new Map();
  for (const part of setting.split(",").filter((each) => each.trim())) {
    const [, org = "", purpose = "", id = ""] = /^\s*(\w+):(\w+)=(\d{10,25})\s*$/.exec(part) ?? [];
    if (!Object.hasOwn(orgs, org) || !smsPurposes.some((known) => known === purpose)) {
      throw new Mistake(
        "SMS_DLT_TEMPLATES",
        "must be a list like razorpay:otp=1107160000000000001,razorpay:notice=...",
      );
    }
    read.set(`${org as OrgId}:${purpose as SmsPurpose}`, id);
  }
  return read;
}

/** If msg91 is used, each Indian brand needs both templates. Throws a `Mistake` that names the first missing one. */
export function checkDltTemplates(settings: Partial<Env> = env()): void {
  const read = readDltTemplates(settings.SMS_DLT_TEMPLATES ?? "");
  if (!smsGateways(settings).some(({ DRIVER }) => DRIVER === "msg91")) return;
  for (const org of Object.values(orgs).filter(({ country }) => country === "IN")) {
    for (const purpose of needed) {
      if (!read.has(`${org.id}:${purpose}`))
        throw new Mistake(
          "SMS_DLT_TEMPLATES",
          `has no ${org.id}:${purpose}; the msg91 driver needs it`,
        );
    }
  }
}
