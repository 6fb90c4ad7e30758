/** Any form of the dashboard may contain this extra field: the merchant that its page shows. */
const field = "merchant";

/**
 * Removes the field from the form, so that the form's schema can be strict. Null if it is missing. If it was sent twice
 * or as a file it stays, and the schema then refuses the form.
 */
export function takeMerchantField(form: unknown): string | null {
  if (!(form instanceof FormData)) return null;
  const [shown, ...others] = form.getAll(field);
  if (typeof shown !== "string" || others.length > 0) return null;
  form.delete(field);
  return shown;
}
