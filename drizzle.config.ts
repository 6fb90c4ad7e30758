import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./db/schema/people.ts",
    "./db/schema/sessions.ts",
    "./db/schema/keys.ts",
    "./db/schema/usage.ts",
    "./db/schema/audit.ts",
  ],
  out: "./db/migrations",
});
