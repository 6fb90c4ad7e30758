/** "Use your key" in PHP and Java, taken off the page and run (the others: components/api-keys/programs.test.ts). */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { expect, test } from "@/e2e/fixtures";

const run = promisify(execFile);

const ways = [
  { tab: "PHP", tool: "php", file: "use-key.php" },
  { tab: "Java", tool: "java", file: "Main.java" },
] as const;

for (const { tab, tool, file } of ways) {
  test(`the ${tab} program prints whose key it is, and is refused with a wrong secret`, async ({
    person,
  }, testInfo) => {
    test.skip(!findTool(tool), missingTool(tool));
    const owner = await person();
    await owner.opensApiKeys();
    const { keyId, secret } = await owner.generates();
    const region = owner.page.getByRole("region", { name: "Use your key" });
    await region.getByRole("tab", { name: tab, exact: true }).click();
    const program = (await region.getByRole("tabpanel").textContent()) ?? "";
    expect(program).toContain(file);
    const path = testInfo.outputPath(file);
    writeFileSync(path, program);
    const { PATH, HOME, NODE_ENV } = process.env;
    const printed = async (given: string) => {
      const env = { PATH, HOME, NODE_ENV, KEY_ID: keyId, KEY_SECRET: given };
      return (await run(findTool(tool) ?? tool, [path], { env })).stdout;
    };
    expect(JSON.parse(await printed(secret))).toMatchObject({ key_id: keyId, mode: "test" });
    expect(await printed(`${secret}x`)).toContain("invalid_api_key");
  });
}
