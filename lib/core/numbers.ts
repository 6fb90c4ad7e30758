/** "1,204". The locale is fixed, so server and browser render the same text. */
export const thousands = new Intl.NumberFormat("en").format;

/** "1,204 requests" */
export const counted = (count: number, thing: string) =>
  `${thousands(count)} ${thing}${count === 1 ? "" : "s"}`;
