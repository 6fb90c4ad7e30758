/** Runs before every test file, before any module reads its configuration. */
import { inject } from "vitest";
import { requireLoopback } from "./database";

const worker = Number(process.env.VITEST_POOL_ID);
const databaseUrl = inject("databaseUrls")[worker - 1];
if (!databaseUrl) throw new Error(`There is no database for worker ${worker}.`);
Object.assign(process.env, inject("testEnv"), { DATABASE_URL: requireLoopback(databaseUrl) });
