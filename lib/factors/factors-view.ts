/** What the security page may know: no secret but the one that an offer shows. */

/** An authenticator app that is being set up. Shown once; worth nothing until a code off the app confirms it. */
export interface AuthenticatorOffer {
  /** Base32, to type where no camera is. */
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
  /** One of the person's merchants wants 2-step verification of everybody. */
  isEnforced: boolean;
  /** "••••••3210", or null. */
  mobile: string | null;
  hasAuthenticator: boolean;
  recoveryCodesLeft: number;
  /** In words until when and who can help, while the person's codes are locked; else null. */
  locked: string | null;
}
