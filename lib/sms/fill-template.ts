/**
 * Puts values into the places of a template, as {{to}}, each as `quote` writes it. In an address the braces may be
 * percent-encoded. A place whose name is not known stays as it is.
 */
export function fillTemplate(
  template: string,
  values: Record<string, string>,
  quote: (value: string) => string,
): string {
  return template.replace(/(?:\{\{|%7B%7B)(\w+)(?:\}\}|%7D%7D)/gi, (place, name: string) => {
    const value = values[name.toLowerCase()];
    return value === undefined ? place : quote(value);
  });
}
