import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./db/schema/people.ts",
    "./db/schema/sessions.ts",
    "./db/schema/devices.ts",
    "./db/schema/keys.ts",
    "./db/schema/usage.ts",
    "./db/schema/audit.ts",
    "./db/schema/accounts.ts",
    "./db/schema/factors.ts",
    "./db/schema/outbox.ts",
    "./db/schema/secrets.ts",
  ],
  out: "./db/migrations",
});
