/** A step of `npm run demo`, in a process of its own so that it is configured as the dashboard is. */
import { pool } from "@/db/client";
import { seedDemo } from "./people";

await seedDemo();
await pool().end();
// The password worker would keep the process for a moment longer.
process.exit(0);
