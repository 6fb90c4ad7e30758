import type { CodeMethod } from "@/db/schema/sessions";

/** Where an app's code is read. */
export const appName = "your authenticator app";

/** What the browser may know of a code that was sent. */
export interface SentCode {
  challengeId: string;
  /** By SMS, or read off the person's authenticator app: then nothing was sent. */
  method: CodeMethod;
  /** "••••••3210": six bullets and the last four digits; for an app, "your authenticator app". */
  sentTo: string;
  /** Whether the code may come by SMS instead. */
  canTextInstead: boolean;
  /** Seconds until "Resend OTP" is allowed. */
  resendInSeconds: number;
}
