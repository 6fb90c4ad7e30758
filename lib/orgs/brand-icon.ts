import type { Org } from "./org";

/** The brand's icon as an SVG image: its initial in white on its accent colour. It is not the brand's logo. */
export function brandIcon(org: Org): string {
  const letter = org.name.slice(0, 1);
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
    `<rect width="32" height="32" rx="8" fill="${org.accent.light}"/>`,
    '<text x="16" y="23.5" text-anchor="middle" font-family="system-ui,Arial,sans-serif"',
    ` font-size="21" font-weight="700" fill="#ffffff">${letter}</text>`,
    "</svg>\n",
  ].join("");
}
