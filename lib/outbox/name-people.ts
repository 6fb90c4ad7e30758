/** How notices name people. */

/** "Neha Iyer (new@acme.test)" */
export function whoIs({ name, email }: { name: string; email: string }): string {
  return `${name} (${email})`;
}

/** The two facts that name who made a change: the name for the text, the id for the link "This wasn't me". */
export function byUser({ id, name }: { id: string; name: string }) {
  return { by: name, byUserId: id };
}
