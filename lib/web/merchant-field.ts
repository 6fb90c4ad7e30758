/** The one field that every form of the dashboard may have beside its own: the merchant that its page shows. */
const field = "merchant";

/**
 * Takes it out of the form, so that the form's schema stays strict. Null where there is none; sent twice, or as a file,
 * it stays and makes the form unreadable.
 */
export function takeMerchantField(form: unknown): string | null {
  if (!(form instanceof FormData)) return null;
  const [shown, ...others] = form.getAll(field);
  if (typeof shown !== "string" || others.length > 0) return null;
  form.delete(field);
  return shown;
}
