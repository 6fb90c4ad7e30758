/**
 * better-auth's API-key plugin behind node:http: `auth.api.verifyApiKey` is its way to verify, since the plugin has no
 * such path of its own. As documented, but for the rate limit, which is off. Makes its tables and `KEY_COUNT` keys
 * first and writes them to `KEYS_FILE`.
 */
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";
import { identityHeaders } from "./memory-check";

const port = Number(process.env.PORT);
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
});
pool.on("error", () => undefined);
const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret: process.env.BETTER_AUTH_SECRET ?? "",
  database: pool,
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
  telemetry: { enabled: false },
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const account = { email: "bench@bench.test", password: "a-long-enough-password", name: "Bench" };
const { user } = await auth.api.signUpEmail({ body: account });
const keys: string[] = [];
while (keys.length < Number(process.env.KEY_COUNT)) {
  const made = await auth.api.createApiKey({ body: { userId: user.id } });
  keys.push(made.key);
}
writeFileSync(process.env.KEYS_FILE ?? "", `${keys.join("\n")}\n`);

createServer(async (request, response) => {
  const sent = request.headers["x-api-key"];
  const answer = await auth.api
    .verifyApiKey({ body: { key: typeof sent === "string" ? sent : "" } })
    .catch(() => null);
  const key = answer?.valid ? answer.key : null;
  if (key) {
    response.writeHead(204, identityHeaders(key.id, key.referenceId, "live", "razorpay")).end();
  } else {
    response.writeHead(answer ? 401 : 503).end();
  }
}).listen(port, "127.0.0.1");
