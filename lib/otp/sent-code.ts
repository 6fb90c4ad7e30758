/** What the browser may know of a code that was sent. */
export interface SentCode {
  challengeId: string;
  /** "••••••3210": six bullets and the last four digits. */
  sentTo: string;
  /** Seconds until "Resend OTP" is allowed. */
  resendInSeconds: number;
}
