/** What comes after a correct password. "signed-in" is followed by a redirect and is never rendered. */
import type { SentCode } from "@/lib/otp/sent-code";

export type LoginStep = { step: "signed-in" } | ({ step: "otp" } & SentCode);
