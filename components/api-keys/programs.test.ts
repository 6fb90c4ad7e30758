/** The programs of "Use your key" are run as a merchant runs them; PHP and Java in e2e/system/programs.spec.ts. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ProgramLanguage, programLanguages, readLanguage } from "@/lib/core/program-languages";
import { anAuthorizer } from "@/lib/testing/authorizer";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { programIn } from "./programs";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "use-your-key-"));
let authorizer: Awaited<ReturnType<typeof anAuthorizer>>;

beforeAll(async () => {
  authorizer = await anAuthorizer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await authorizer?.stop();
});

const ways = [
  { language: "curl", tool: "curl", file: "use-key.sh", start: "sh use-key.sh" },
  { language: "node", tool: "node", file: "use-key.mjs", start: "node use-key.mjs" },
  { language: "python", tool: "python3", file: "use_key.py", start: "python3 use_key.py" },
] as const;

const isThere = async (tool: string) =>
  run(tool, ["--version"]).then(
    () => true,
    () => false,
  );

/** What it prints, with the downloaded file loaded as the page says. */
async function printed({ file, start }: (typeof ways)[number], pair: object, program: string) {
  writeFileSync(join(folder, file), program);
  const lines = Object.entries(pair).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, "rzp-test-key.env"), lines.join(""));
  const { PATH, HOME, NODE_ENV } = process.env;
  const shell = ["-c", `set -a; . ./rzp-test-key.env; ${start}`];
  return run("sh", shell, { cwd: folder, env: { PATH, HOME, NODE_ENV } }).then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }) => `${stdout}${stderr}`,
  );
}

for (const way of ways) {
  test(`the ${way.language} program prints whose key it is, and is refused with a wrong secret`, async (context) => {
    if (!(await isThere(way.tool))) context.skip(`${way.tool} is not installed`);
    const actor = await anActor();
    const { keyId, secret } = await aKey(actor);
    const program = programIn(way.language, `${authorizer.url}/v1/whoami`);
    const answer = await printed(way, { KEY_ID: keyId, KEY_SECRET: secret }, program);
    expect(answer).toContain(keyId);
    expect(answer).toContain(actor.merchant.id);
    const wrong = await printed(way, { KEY_ID: keyId, KEY_SECRET: `${secret}x` }, program);
    expect(wrong).toMatch(/invalid_api_key|HTTP Error 401/);
    expect(wrong).not.toContain(actor.merchant.id);
  });
}

describe("every program", () => {
  test.each(programLanguages)(
    "in %s names the two variables and the address, and fits a page",
    (language: ProgramLanguage) => {
      const url = "https://api.example/v1/whoami";
      const program = programIn(language, url);
      for (const part of ["KEY_ID", "KEY_SECRET", url]) expect(program).toContain(part);
      const lines = program.trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(17);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(88);
    },
  );
});

test("the cookie's language is one of the five, and curl where it says anything else", () => {
  expect(readLanguage("java")).toBe("java");
  for (const value of [undefined, "", "Java", "<script>"]) expect(readLanguage(value)).toBe("curl");
});
