/**
 * Looks at one state of a page in both themes and at two widths. What it proves: axe finds nothing there, its forms
 * help who types, the page does not scroll sideways, and a dialog stands inside the window. It compares no pictures: fonts differ between machines.
 */
import axe from "axe-core";
import { expect, type Page } from "playwright/test";
import { findBadFields } from "./fields";

const themes = ["light", "dark"] as const;
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };
type Device = keyof typeof sizes;

/** With KEYDESK_PICTURES=1 it also takes pictures for people: `test-results/looks/<state>-<theme>-<width>.png`. */
export async function expectAccessibleAndFitting(
  page: Page,
  state: string,
  devices: Device[] = ["desktop", "phone"],
): Promise<void> {
  for (const device of devices) {
    const size = sizes[device];
    await page.setViewportSize(size);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const where = `${state}-${colorScheme}-${size.width}`;
      const { violations, sideways, overhang } = await inspect(page);
      expect(await page.evaluate(findBadFields), where).toEqual([]);
      // After inspecting: before it, colours may still be on their way from the other theme.
      if (process.env.KEYDESK_PICTURES === "1")
        await page.screenshot({ path: `test-results/looks/${where}.png`, fullPage: true });
      expect(violations, where).toEqual([]);
      expect(sideways, `${where}: the page scrolls sideways`).toBeLessThanOrEqual(0);
      expect(overhang, `${where}: a dialog is wider than the window`).toBe(0);
    }
  }
  await page.setViewportSize(sizes.desktop);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Violations of any of axe's rules, each as "rule: where". Its script is put into a page once. */
async function inspect(page: Page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // A colour that still changes has no contrast yet. Where one ends, those of the elements inside it may begin.
    const moving = () => document.getAnimations().filter((one) => one.playState === "running");
    for (let round = 0; round < 100 && moving().length > 0; round++)
      for (const one of moving()) one.finish();
    const { axe: here } = window as unknown as { axe: typeof axe };
    const { violations } = await here.run({ resultTypes: ["violations"] });
    const width = window.innerWidth;
    // A dialog's own layer scrolls, so one that is too wide does not make the page scroll.
    const dialogs = document.querySelectorAll("[role=dialog], [role=alertdialog]");
    const edges = [...dialogs].map((dialog) => dialog.getBoundingClientRect());
    return {
      violations: violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
      ),
      sideways: document.documentElement.scrollWidth - width,
      overhang: Math.max(0, ...edges.map(({ left, right }) => Math.max(-left, right - width))),
    };
  });
}
