import { findDemo } from "@/bin/demo/place";
import { findTrouble } from "@/db/find-trouble";
import { readConfiguration } from "@/lib/configuration/read-configuration";
import { DatabaseTrouble } from "@/lib/core/database-trouble";
import type { Env } from "@/lib/core/env";
import { insecureWarnings } from "@/lib/core/insecure";
import type { Rule } from "@/lib/core/read-fields";
import { type Operator, operatorOf } from "@/lib/operator/operator";
import { machineUser, wrongName } from "./arguments";

/**
 * Who gives the command, once the configuration is the dashboard's, or that of the demo which runs in this folder
 * (said out loud, and never in production), and the database can be worked with. Throws `Misconfigured` with a sentence
 * for each wrong variable, or `DatabaseTrouble`; nothing has been changed then.
 */
export async function configure(as: string | undefined): Promise<Operator> {
  const { DATABASE_URL, NODE_ENV, KEYDESK_OPERATOR } = process.env;
  const demo = !DATABASE_URL && NODE_ENV !== "production" ? findDemo() : null;
  if (demo) {
    Object.assign(process.env, demo);
    process.stderr.write("Using the demo's database.\n");
  }
  const name = as ?? (KEYDESK_OPERATOR || machineUser());
  const wantsName: Rule<Env> = (_, complain) => {
    const wrong = wrongName(name);
    if (wrong) complain("KEYDESK_OPERATOR", wrong);
  };
  const env = readConfiguration(process.env, [wantsName]);
  for (const why of insecureWarnings(env)) process.stderr.write(`${why}\n`);
  const { trouble, warning } = await findTrouble();
  if (trouble) throw new DatabaseTrouble(trouble);
  if (warning) process.stderr.write(`${warning}\n`);
  return operatorOf(name.trim(), machineUser());
}
