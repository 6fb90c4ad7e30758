/** DLT, the Indian registry of SMS: each SMS must carry the id of its registered template, or operators drop it. */
import { env } from "@/lib/core/env";
import { smsGateways } from "@/lib/core/sms-env";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";

const smsPurposes = ["otp", "notice"] as const;
export type SmsPurpose = (typeof smsPurposes)[number];

type Templates = Map<`${OrgId}:${SmsPurpose}`, string>;

let templates: Templates | undefined;

/** The template's id; null if none is configured. */
export function dltTemplateOf(org: OrgId, purpose: SmsPurpose): string | null {
  templates ??= readDltTemplates(env().SMS_DLT_TEMPLATES);
  return templates.get(`${org}:${purpose}`) ?? null;
}

/**
 * Reads "razorpay:otp=1107160000000000001,razorpay:notice=1107160000000000002". Throws a sentence that names
 * SMS_DLT_TEMPLATES.
 */
export function readDltTemplates(setting: string): Templates {
  const read: Templates = new Map();
  for (const part of setting.split(",").filter((each) => each.trim())) {
    const [, org = "", purpose = "", id = ""] = /^\s*(\w+):(\w+)=(\d{10,25})\s*$/.exec(part) ?? [];
    if (!Object.hasOwn(orgs, org) || !smsPurposes.some((known) => known === purpose)) {
      throw new Error(
        `SMS_DLT_TEMPLATES has "${part.trim()}", which is not like razorpay:otp=1107160000000000001.`,
      );
    }
    read.set(`${org as OrgId}:${purpose as SmsPurpose}`, id);
  }
  return read;
}

/**
 * Called at the start: if msg91 is used, each Indian brand needs both templates. Throws a sentence that names the
 * missing one.
 */
export function checkDltTemplates(): void {
  const needsThem = smsGateways(env()).some(({ DRIVER }) => DRIVER === "msg91");
  for (const org of Object.values(orgs)) {
    for (const purpose of smsPurposes) {
      const id = dltTemplateOf(org.id, purpose);
      if (needsThem && org.country === "IN" && id === null)
        throw new Error(
          `SMS_DLT_TEMPLATES has no ${org.id}:${purpose}; the msg91 driver needs it.`,
        );
    }
  }
}
