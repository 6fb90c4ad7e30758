import type { SentCode } from "@/lib/otp/sent-code";

/** The heading above the field for a one-time password. */
export function codeHead(sent: SentCode): string {
  return sent.method === "app"
    ? "Enter the code from your authenticator app"
    : `Enter the OTP sent to ${sent.sentTo}`;
}
