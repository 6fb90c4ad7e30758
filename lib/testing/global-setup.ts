/**
 * Runs once per Vitest run: starts a cluster, a database for each worker (cloned from a migrated template), and an
 * inbox.
 */
import type { TestProject } from "vitest/node";
import { startTogether } from "@/bin/process/cleanups";
import { createDatabase, type EmbeddedServer } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { startInbox } from "@/lib/testing/inbox/inbox-server";
import { startTestCluster } from "./database";
import { makeSecrets } from "./secrets";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrls: string[];
    testEnv: Record<string, string>;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop } = await startTogether(async (cleanups) => {
    const server = await cleanups.keep(startTestCluster());
    const workers = Number(project.config.maxWorkers);
    project.provide("databaseUrls", await makeDatabases(server, workers));
    const inbox = await cleanups.keep(startInbox({ port: 0 }));
    project.provide("testEnv", {
      ...makeSecrets(),
      SMS_DRIVER: "inbox",
      SMS_GATEWAY_URL: `${inbox.url}/messages`,
      SMTP_URL: inbox.smtpUrl,
      DASHBOARD_ORIGIN: "http://*:3000",
      LOG_LEVEL: "silent",
      LOGINS_PER_MINUTE: "10000",
    });
    return {};
  });
  return stop;
}

async function makeDatabases(server: EmbeddedServer, workers: number): Promise<string[]> {
  await createDatabase(server, "template");
  await migrate(server.url("template"));
  const names = Array.from({ length: workers }, (_, index) => `worker_${index + 1}`);
  for (const name of names) await createDatabase(server, name, "template");
  return names.map((name) => server.url(name));
}
