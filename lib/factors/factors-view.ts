/** What the security page may know. The only secret is the one in an offer. */

/** An authenticator app that is being set up. Shown once; it has no effect until a code from the app confirms it. */
export interface AuthenticatorOffer {
  /** Base32, for typing it in without a camera. */
  secret: string;
  /** `otpauth://`, with the brand as issuer and the e-mail as label. */
  uri: string;
  /** The QR code of `uri`. */
  qr: QrDrawing;
}

/** Black modules on white: `<path d>` in a viewBox of `size`. */
export interface QrDrawing {
  size: number;
  path: string;
}

export interface Factors {
  isTwoStepOn: boolean;
  /** One of the user's merchants requires 2-step verification of every member. */
  isEnforced: boolean;
  /** "••••••3210", or null. */
  mobile: string | null;
  hasAuthenticator: boolean;
  recoveryCodesLeft: number;
  /** While codes are locked: sentences that say until when and who can help. Otherwise null. */
  locked: string | null;
}
