/** "1,204": the same on the server and in any browser. */
export const thousands = new Intl.NumberFormat("en").format;

/** "1,204 requests" */
export const counted = (count: number, thing: string) =>
  `${thousands(count)} ${thing}${count === 1 ? "" : "s"}`;
