/** What "Account details" shows to a user about themselves. */
export interface AccountView {
  name: string;
  email: string;
  /** "••••••3210"; null if none is registered. */
  mobile: string | null;
  hasAuthenticator: boolean;
  /** The new address, while its link is not confirmed. */
  newEmail: string | null;
}
