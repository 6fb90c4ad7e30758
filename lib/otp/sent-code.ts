import type { CodeMethod } from "@/db/schema/sessions";

/** Said in the place of a phone number when the code is read off an app. */
export const appName = "your authenticator app";

/** What the browser may know about a requested code. */
export interface SentCode {
  challengeId: string;
  /** "sms", or "app": the user reads the code off an authenticator app and nothing was sent. */
  method: CodeMethod;
  /** "••••••3210": six bullets and the last four digits; for an app, "your authenticator app". */
  sentTo: string;
  /** Whether the user may have the code sent by SMS instead. */
  canTextInstead: boolean;
  /** Seconds until "Resend OTP" is allowed. */
  resendInSeconds: number;
}
