/** What follows a right password. "signed-in" leads to a redirect and is never rendered. */
import type { SentCode } from "@/lib/otp/sent-code";

export type LoginStep = { step: "signed-in" } | ({ step: "otp" } & SentCode);
