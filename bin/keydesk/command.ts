import type { Command } from "commander";
import type { AppError } from "@/lib/core/errors";
import { refuseDiffering } from "@/lib/core/fingerprints";
import type { Operator } from "@/lib/operator/operator";
import type { OrgId } from "@/lib/orgs/org";
import { compareSecrets } from "@/lib/secrets/check-secrets";
import { asOption } from "./arguments";
import { configure } from "./configure";
import { json } from "./print";

/** What a command has done or found: the same as a JSON document, and in words. */
export interface Answer {
  data: unknown;
  text: string;
  /** Said after it, on stderr; the exit code is 1. */
  trouble?: AppError;
}

export interface Given {
  org?: OrgId;
  json?: true;
  as?: string;
}

/**
 * Adds what every command has: `--json`, and `--as` where something is put on record. It works with the secrets that
 * the database knows; a command that is about secrets works with any.
 */
export function answering<O extends Given>(
  command: Command,
  work: (named: string, options: O, operator: Operator) => Promise<Answer>,
  { isAboutSecrets = false } = {},
): void {
  command
    .option("--json", "one JSON document on stdout")
    .addOption(asOption())
    .action(async (...given: unknown[]) => {
      const options = given.at(-2) as O;
      const named = given.length > 2 ? String(given[0]) : "";
      const operator = await configure(options.as);
      // With other secrets than the dashboard's it would make links that nobody can use.
      if (!isAboutSecrets) refuseDiffering(await compareSecrets());
      const { data, text, trouble } = await work(named, options, operator);
      if (options.json) process.stdout.write(`${json(data)}\n`);
      else if (text) process.stdout.write(`${text}\n`);
      if (trouble) throw trouble;
    });
}
