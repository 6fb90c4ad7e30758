/** What "Account details" shows of the person who looks. */
export interface AccountView {
  name: string;
  email: string;
  /** "••••••3210"; null: none is registered. */
  mobile: string | null;
  hasAuthenticator: boolean;
  /** An address that waits for its link to be confirmed. */
  newEmail: string | null;
}
