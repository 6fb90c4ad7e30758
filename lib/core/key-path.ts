/** The address of the API Keys page. */
export const keysPath = "/account-settings/api-keys";

/** The address of a key's own page. Pages and mails link to it. */
export const keyPath = (keyId: string) => `${keysPath}/${keyId}`;
