import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { db } from "@/db/client";
import { type ExportFormat, exportAudit } from "@/lib/operator/export-audit";
import { getTrail } from "@/lib/operator/get-trail";
import { listFailures } from "@/lib/operator/list-failures";
import type { Operator } from "@/lib/operator/operator";
import { operatorRefusal } from "@/lib/operator/refusals";
import { orgOption, readMerchant, readMoment } from "./arguments";
import { type Answer, answering, type Given } from "./command";
import { table } from "./print";
import { addVerifyCommands } from "./verify";

interface ExportOptions extends Given {
  since?: Date;
  format: ExportFormat;
  output?: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program.command("audit").description("the audit trail");
  addVerifyCommands(audit);
  answering<ExportOptions>(
    audit
      .command("export")
      .description("one chain of the audit trail, and whether it is whole")
      .argument(
        "<whose>",
        "a merchant's id or the e-mail of an owner, a user's id, or a brand",
        readMerchant,
      )
      .addOption(orgOption())
      .addOption(since("only what happened from then on"))
      .addOption(new Option("--format <format>", "how").choices(["csv", "jsonl"]).default("csv"))
      .option("--output <file>", "a new file, readable by you only (with --json: needed)"),
    (named, options, operator) => writeTrail(operator, named, options),
  );
  answering<Given & { since?: Date }>(
    audit
      .command("failures")
      .description("failed logins and the like, counted by the hour where they name no merchant")
      .addOption(orgOption())
      .addOption(since("from then on, instead of the last 24 hours")),
    async (_, options) => {
      const failures = await listFailures({ orgId: options.org, since: options.since });
      const headings = ["HOUR", "BRAND", "EVENT", "COUNTED", "IN THE TRAIL"];
      const rows = failures.map((one) => [
        one.hour,
        one.orgId,
        one.event,
        one.failures,
        one.inFull,
      ]);
      return { data: { failures }, text: table(headings, rows, "Nothing was counted.") };
    },
  );
}

const since = (about: string) => new Option("--since <moment>", about).argParser(readMoment);

async function writeTrail(
  operator: Operator,
  named: string,
  { org, since, format, output, json }: ExportOptions,
): Promise<Answer> {
  if (json && output === undefined)
    throw new InvalidArgumentError("--json needs --output: stdout holds the JSON document.");
  const found = await getTrail(db(), named, org);
  const file = output === undefined ? null : await create(output);
  const trail = await exportAudit(operator, found, { format, since });
  const end = file === null ? { end: false } : {};
  await pipeline(Readable.from(trail.lines), file ?? process.stdout, end);
  const broken = await trail.findBrokenLink();
  const events = trail.count();
  const counted = `${events} ${events === 1 ? "event" : "events"} of ${found.chain}`;
  const data = { ...found, events, output, brokenAt: broken };
  if (broken !== null) {
    const sentence = `${counted}. The chain is BROKEN at the event ${broken}.`;
    return { data, text: "", trouble: operatorRefusal("chain_broken", sentence) };
  }
  process.stderr.write(`${counted}. The chain is whole.\n`);
  return { data, text: "" };
}

/** A file of one's own that was not there: nothing is written over. */
async function create(path: string): Promise<WriteStream> {
  const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
  try {
    await once(file, "open");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" ? "is there already" : `cannot be written (${code})`;
    throw operatorRefusal("already_so", `${path} ${why}.`);
  }
  return file;
}
