/** Six bullets and the last four digits. */
export function maskMobile(mobile: string): string {
  return `••••••${mobile.slice(-4)}`;
}
