/** Looks at one state of a page in both themes and two widths: nothing for axe to find, nothing that scrolls sideways. */
import { mkdirSync } from "node:fs";
import axe from "axe-core";
import { expect, type Page } from "playwright/test";

const themes = ["light", "dark"] as const;
const widths = [1280, 360] as const;
const heights = { 1280: 800, 360: 740 } as const;
const folder = "test-results/looks";

/** `test-results/looks/<state>-<theme>-<width>.png` are there to be looked at by people. */
export async function looksRight(page: Page, state: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const width of widths) {
    await page.setViewportSize({ width, height: heights[width] });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.screenshot({
        path: `${folder}/${state}-${theme}-${width}.png`,
        fullPage: true,
        animations: "disabled",
      });
      expect(await findViolations(page), `${state}, ${theme}, ${width} px`).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(sideways, `${state} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
      expect(await overhangOfDialog(page), `the dialog of ${state} at ${width} px`).toBe(0);
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Every rule of axe, with its script put into the page once. Each as "rule: where". */
async function findViolations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  });
}

/** A dialog's own layer scrolls, so one that is too wide does not make the page scroll. */
function overhangOfDialog(page: Page): Promise<number> {
  return page.evaluate(() => {
    const dialogs = [...document.querySelectorAll("[role=dialog], [role=alertdialog]")];
    const edges = dialogs.map((dialog) => dialog.getBoundingClientRect());
    const over = edges.map(({ left, right }) => Math.max(-left, right - window.innerWidth, 0));
    return Math.max(0, ...over);
  });
}
