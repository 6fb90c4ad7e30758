/** The least that a request with a question to PostgreSQL can be. */
import { createServer } from "node:http";
import pg from "pg";
import { identityHeaders } from "./memory-check";

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL_SIZE),
});
pool.on("error", () => undefined);
const identity = identityHeaders(
  "rzp_live_AAAAAAAAAAAAAA",
  `mer_${"A".repeat(20)}`,
  "live",
  "razorpay",
);

createServer((_, response) => {
  pool.query("select 1").then(
    () => response.writeHead(204, identity).end(),
    () => response.writeHead(503).end(),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
