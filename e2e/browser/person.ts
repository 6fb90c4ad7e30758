/** A person at a browser: each method is something a person does, by the names and labels of DESIGN §2. */
import { type BrowserContext, expect, type Locator, type Page } from "playwright/test";
import type { Credentials } from "@/lib/api-keys/secret";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import type { TestMember } from "@/lib/testing/people";

export class Person {
  constructor(
    readonly member: TestMember,
    readonly page: Page,
    readonly origin: string,
  ) {}

  get context(): BrowserContext {
    return this.page.context();
  }

  get dialog(): Locator {
    return this.page.getByRole("dialog").or(this.page.getByRole("alertdialog"));
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The same person in a second tab of the same browser. */
  async secondTab(): Promise<Person> {
    return new Person(this.member, await this.context.newPage(), this.origin);
  }

  async opens(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  /** Types the password at the login page, right or wrong. */
  async logsIn(password: string): Promise<void> {
    await this.opens("/login");
    await this.page.getByLabel("Email").fill(this.member.email);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.button("Log in").click();
  }

  /** Comes back to this tab from another one; waits until the page has asked whether the session still lasts. */
  async comesBack(): Promise<void> {
    await expect(async () => {
      await Promise.all([
        this.page.waitForResponse(/\/api\/auth\/session$/, { timeout: 2_000 }),
        this.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))),
      ]);
    }).toPass();
  }

  async opensApiKeys(): Promise<void> {
    await this.opens("/account-settings/api-keys");
    await expect(this.page.getByRole("heading", { name: "API Keys", level: 1 })).toBeVisible();
    // The skeleton has the same heading; the list has come when it is gone.
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  async switchesTo(mode: "Test Mode" | "Live Mode"): Promise<void> {
    await this.page.getByRole("radio", { name: mode }).check();
    await expect(this.page.getByRole("radio", { name: mode })).toBeChecked();
  }

  /** Presses Generate Key and saves what the pop-up shows. */
  async generates(): Promise<Credentials> {
    await this.button("Generate Key").click();
    return this.savesNewKey();
  }

  /** Opens the dialog, chooses, and continues; the step-up or the pop-up comes next. */
  async asksToRegenerate(choice: "In 24 hours" | "Immediately"): Promise<void> {
    await this.button("Regenerate Key").click();
    await expect(this.page.getByRole("dialog", { name: "Regenerate Key" })).toBeVisible();
    await expect(this.page.getByRole("radio", { name: "In 24 hours" })).toBeChecked();
    await this.page.getByRole("radio", { name: choice }).check();
    await this.button("Continue").click();
  }

  /** Reads the newest code on this person's phone, types it and verifies. */
  async entersCode(mobile = this.member.mobile ?? ""): Promise<void> {
    await expect(this.page.getByLabel("One-time password")).toBeVisible();
    await this.page.getByLabel("One-time password").fill(await latestCode(mobile));
    await this.button("Verify").click();
  }

  /** Reads both halves off the pop-up, copies the secret, and closes it. */
  async savesNewKey(): Promise<Credentials> {
    const key = await this.readsNewKey();
    // A tab in the background may not write to the clipboard.
    await this.page.bringToFront();
    await this.button("Copy Key Secret").click();
    await this.button("I have saved my key").click();
    await expect(this.dialog).toHaveCount(0);
    return key;
  }

  async readsNewKey(): Promise<Credentials> {
    const popUp = this.page.getByRole("dialog", { name: "Save your new key" });
    await expect(popUp).toBeVisible();
    const text = await popUp.innerText();
    const keyId = text.match(/\b[a-z]{3}_(?:test|live)_[0-9A-Za-z]{14}\b/)?.[0];
    const secret = text.match(/\b[a-z]{3}s_(?:test|live)_[0-9A-Za-z]{38}\b/)?.[0];
    if (!keyId || !secret) throw new Error("the pop-up does not show both halves");
    return { keyId, secret };
  }

  /** The row of the list that shows this key. */
  row(keyId: string): Locator {
    return this.page.getByRole("row").filter({ hasText: keyId });
  }

  /** Opens the menu "Actions for <name>" and chooses this item. */
  async choosesFor(name: string, item: string): Promise<void> {
    await this.button(`Actions for ${name}`).click();
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  async logsOut(): Promise<void> {
    await this.button("Log out").click();
    await expect(this.page).toHaveURL(`${this.origin}/login`);
  }
}
