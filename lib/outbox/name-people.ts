/** How the facts of a notice name people. */

/** "Neha Iyer (new@acme.test)" */
export function whoIs({ name, email }: { name: string; email: string }): string {
  return `${name} (${email})`;
}

/** The author of a change: for the words, and for "This wasn't me". */
export function byUser({ id, name }: { id: string; name: string }) {
  return { by: name, byUserId: id };
}
