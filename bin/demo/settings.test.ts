import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDemoSecrets } from "./settings";

test("the demo keeps its secrets, and a demo of an earlier build gets those that it lacks", () => {
  const folder = mkdtempSync(join(tmpdir(), "keydesk-demo-"));
  try {
    const path = join(folder, "demo.env");
    writeFileSync(path, "DEMO_DATABASE=keydesk_old\nOTP_PEPPER=old\n");
    const first = readDemoSecrets(path);
    expect(first).toMatchObject({ database: "keydesk_old", env: { OTP_PEPPER: "old" } });
    expect(first.env.AUDIT_SIGNING_KEYS).toMatch(/^a1:.{44}$/);
    expect(readDemoSecrets(path)).toEqual(first);
    const fresh = readDemoSecrets(join(folder, "new.env"));
    expect(readDemoSecrets(join(folder, "new.env"))).toEqual(fresh);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
