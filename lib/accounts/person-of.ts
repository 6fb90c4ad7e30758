/** Whom a notice is about: "Neha Iyer (new@acme.test)". */
export function personOf({ name, email }: { name: string; email: string }): string {
  return `${name} (${email})`;
}
