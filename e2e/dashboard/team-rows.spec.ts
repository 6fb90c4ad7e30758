import type { Page } from "playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { aColleague, lockOut } from "@/lib/testing/team";

const team = "/account-settings/team";
const phone = { width: 360, height: 740 };

/** What assistive technology is told: the table's headers, and the cells of each of its rows. */
async function tableToAssistiveTechnology(page: Page, name: string) {
  const table = page.getByRole("table", { name });
  const rows = await table.getByRole("row").all();
  const cells = await Promise.all(rows.slice(1).map((row) => row.getByRole("cell").count()));
  return { headers: await table.getByRole("columnheader").allTextContents(), cells };
}

test("on a phone four people fit in 900 px, in rows whose cells keep their headers", async ({
  person,
}) => {
  const owner = await person({ mobile: true, name: "Asha Rao" });
  const { userId } = owner.member;
  for (const [index, name] of ["Neha Iyer", "Ravi Kumar", "Mei Lin"].entries())
    await aColleague(owner.member, {
      name,
      email: `p${index}-${userId.slice(-12).toLowerCase()}@acme.test`,
    });
  await owner.page.setViewportSize(phone);
  await owner.opens(team);
  await expect(owner.page.getByRole("row")).toHaveCount(5);
  expect(await owner.page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(900);
  const [, ...rows] = await owner.page.getByRole("row").all();
  for (const row of rows) expect((await row.boundingBox())?.height).toBeLessThan(112);
  const headers = ["Member", "Role", "2-step verification", "Last login", "Status", "Actions"];
  const expected = { headers, cells: [6, 6, 6, 6] };
  expect(await tableToAssistiveTechnology(owner.page, "Members")).toEqual(expected);
});

test("the menu of a row works by keyboard and gives the focus back, also from a dialog", async ({
  person,
}) => {
  const owner = await person({ mobile: true });
  const member = await aColleague(owner.member, {
    name: "Neha Iyer",
    isTwoStepOn: true,
    mobile: true,
  });
  await lockOut(member);
  await owner.opens(team);
  const { page } = owner;
  const button = owner.button("Actions for Neha Iyer");
  const menu = page.getByRole("menu", { name: "Actions for Neha Iyer" });
  const item = (name: string) => menu.getByRole("menuitem", { name, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(item("Change role")).toBeFocused();
  expect(await menu.getByRole("menuitem").allTextContents()).toEqual([
    "Change role",
    "Reset 2-step verification",
    "Unlock",
    "Remove",
  ]);
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowUp");
  await expect(item("Remove")).toBeFocused();
  await page.keyboard.press("u");
  await expect(item("Unlock")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(button).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(item("Remove")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(owner.dialog).toContainText("Remove Neha Iyer?");
  await page.keyboard.press("Escape");
  await expect(owner.dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await button.click();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu).toHaveCount(0);
  await button.click();
  await button.click();
  await expect(menu).toHaveCount(0);
  await button.click();
  await page.keyboard.press("Tab");
  await expect(menu).toHaveCount(0);
  await expect(button).not.toBeFocused();
});

test("a team of twenty can be searched; the field says how many match, and what to do if nobody does", async ({
  person,
}) => {
  const owner = await person({ role: "admin", name: "Asha Rao" });
  const search = owner.page.getByRole("searchbox", { name: "Search the team" });
  for (let index = 1; index < 19; index++)
    await aColleague(owner.member, { name: `Colleague ${index}` });
  await owner.opens(team);
  await expect(owner.page.getByRole("row")).toHaveCount(20);
  await expect(search).toHaveCount(0);
  await aColleague(owner.member, { name: "José García", role: "manager" });
  await owner.page.reload();
  await search.fill("jose manager");
  await expect(owner.page.getByText("1 of 20 match")).toBeVisible();
  await expect(owner.page.getByRole("row")).toHaveCount(2);
  await search.fill("nobody here");
  await expect(owner.page.getByText("Nobody on the team matches this search.")).toBeVisible();
  await owner.button("Clear search").click();
  await expect(search).toBeFocused();
  await expect(owner.page.getByRole("row")).toHaveCount(21);
});
