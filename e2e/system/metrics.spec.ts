/** Prometheus' own tool reads the metrics of all three processes, and the alerts that we suggest for them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findTool, missingTool, needTool } from "@/bin/check/system-tools";
import { portOf } from "@/bin/process/http";
import { findFreePort } from "@/bin/process/ports";
import { expect, withOwnStack } from "@/e2e/stacks/own-stack";
import { ask } from "@/e2e/wire/ask";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { send } from "@/e2e/wire/raw-request";
import { aKey } from "@/lib/testing/keys";
import { aMember, anActor, testPassword } from "@/lib/testing/people";
import { makeSigningKeys } from "@/lib/testing/secrets";

const ports = { dashboard: await findFreePort(), worker: await findFreePort() };
const test = withOwnStack({
  env: {
    DASHBOARD_METRICS_PORT: `${ports.dashboard}`,
    WORKER_METRICS_PORT: `${ports.worker}`,
    AUDIT_SIGNING_KEYS: makeSigningKeys(),
    AUDIT_SINK_URL: `${pathToFileURL(join(mkdtempSync(join(tmpdir(), "heads-")), "heads.jsonl"))}`,
  },
});
test.skip(!findTool("promtool"), missingTool("promtool"));
test.describe.configure({ mode: "default" });

const alerts = "deploy/prometheus/alerts.yml";

/** What promtool says to this text; "" is its praise. */
function promtool(args: string[], input = ""): string {
  const { status, stdout, stderr } = spawnSync(needTool("promtool"), args, {
    input,
    encoding: "utf8",
  });
  return status === 0 ? stderr : `${status} ${stdout}${stderr}`;
}

/** The metrics of every process, after something of most kinds has happened. */
async function readAll(authorizerUrl: string): Promise<Record<string, string>> {
  const member = await aMember({ hasPassword: true });
  for (const password of [testPassword, "wrong"])
    await callAction({ action: "logInAction", fields: { email: member.email, password } });
  const owner = await aCaller({ mobile: true });
  await owner.call("requestCodeAction", { purpose: "two-step" });
  await ask(authorizerUrl, await aKey(await anActor()));
  const read = async (port: number) => (await send({ port, path: "/metrics" })).body;
  return {
    dashboard: await read(ports.dashboard),
    worker: await read(ports.worker),
    authorizer: await read(portOf(authorizerUrl)),
  };
}

test("promtool finds nothing wrong with the metrics of dashboard, worker and authorizer", async ({
  stack,
}) => {
  for (const [name, text] of Object.entries(await readAll(stack.authorizerUrl))) {
    expect(text.length, name).toBeGreaterThan(500);
    expect(promtool(["check", "metrics"], text), name).toBe("");
  }
});

test("the alerts are rules that Prometheus takes, and every metric in them is one of ours", async ({
  stack,
}) => {
  expect(promtool(["check", "rules", alerts])).toBe("");
  const told = Object.values(await readAll(stack.authorizerUrl)).join("\n");
  const used =
    readFileSync(alerts, "utf8").match(/\b(keydesk|authorizer|nodejs)_[a-z0-9_]+/g) ?? [];
  expect(used.length).toBeGreaterThan(15);
  for (const metric of used) {
    const family = metric.replace(/_bucket$/, "");
    expect(told, metric).toContain(`# TYPE ${family} `);
  }
});
