import { pathToFileURL } from "node:url";
import { type Command, InvalidArgumentError } from "commander";
import { db } from "@/db/client";
import { type PublicKeys, publicKeysOf, readPublicKey, writePublicKey } from "@/lib/audit/head";
import { readShippingLag } from "@/lib/audit/ship-heads";
import { readSink, type Sink } from "@/lib/audit/sink";
import { type VerifiedTrail, verifyTrail } from "@/lib/audit/verify-trail";
import { env } from "@/lib/core/env";
import { getMerchant } from "@/lib/operator/get-merchant";
import { operatorRefusal } from "@/lib/operator/refusals";
import { orgOption, readMerchant } from "./arguments";
import { type Answer, answering, type Given } from "./command";
import { readable, table } from "./print";

interface VerifyOptions extends Given {
  merchant?: string;
  heads?: string;
  publicKey?: PublicKeys;
}

/** How many findings are said in words; `--json` has all of them. */
const most = 20;

export function addVerifyCommands(audit: Command): void {
  answering<VerifyOptions>(
    audit
      .command("verify")
      .description(
        "whether the trail is what was written: its links, and the heads that were shipped",
      )
      .option(
        "--merchant <merchant>",
        "only this one: its id or the e-mail of an owner",
        readMerchant,
      )
      .addOption(orgOption())
      .option("--heads <file or address>", "the shipped heads (AUDIT_SINK_URL)")
      .option(
        "--public-key <id:key>",
        "what verifies them, may be repeated (AUDIT_SIGNING_KEYS)",
        addKey,
      ),
    (_, options) => verify(options),
  );
  answering<Given>(
    audit
      .command("public-keys")
      .description("what verifies shipped heads, for whoever may not sign them"),
    async () => {
      const keys = [...ownKeys()].map(([id, key]) => ({ id, key: writePublicKey(key) }));
      const rows = keys.map(({ id, key }) => [`${id}:${key}`]);
      return {
        data: { keys },
        text: table(["--public-key"], rows, "AUDIT_SIGNING_KEYS is not set."),
      };
    },
  );
}

async function verify({ merchant: named, org, heads, publicKey }: VerifyOptions): Promise<Answer> {
  const sink = sinkOf(heads);
  const keys = publicKey ?? ownKeys();
  if (sink && keys.size === 0)
    throw new InvalidArgumentError("AUDIT_SIGNING_KEYS or --public-key is needed to verify heads.");
  const merchant = named === undefined ? null : await getMerchant(db(), named, org);
  // A copy may be older than the sink itself.
  const shipped = sink && { lines: readHeads(sink), keys, isWhole: heads === undefined };
  const trail = await verifyTrail(db(), { chain: merchant?.id, ...(shipped && { shipped }) });
  for (const line of notes(trail, sink !== null)) process.stderr.write(`${line}\n`);
  if (sink) process.stderr.write(await describeLag());
  const { findings } = trail;
  const said = findings.slice(0, most).map(({ sentence }) => readable(sentence));
  if (findings.length > most)
    said.push(`There are ${findings.length - most} more findings (--json).`);
  const [first, ...others] = said;
  if (first === undefined) return { data: trail, text: "The trail is what was written." };
  for (const sentence of others) process.stderr.write(`${sentence}\n`);
  return { data: trail, text: "", trouble: operatorRefusal("chain_broken", first) };
}

/** `--heads`, else what the worker ships to; the token goes to nobody else. */
function sinkOf(heads: string | undefined): Sink | null {
  const { AUDIT_SINK_URL: own, AUDIT_SINK_TOKEN: token } = env();
  const url =
    heads === undefined || /^(https?|file):/.test(heads) ? heads : pathToFileURL(heads).href;
  if (url === undefined || url === own) return own === undefined ? null : { url: own, token };
  return { url };
}

async function* readHeads(sink: Sink): AsyncGenerator<string> {
  try {
    yield* readSink(sink);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? `There is no file of heads at ${sink.url}: the worker has shipped none yet, or the file is gone.`
        : `The heads cannot be read from ${sink.url} (${code ?? message}).`;
    throw operatorRefusal("unreadable", why);
  }
}

function notes(
  { chains, entries, heads, unreadable }: VerifiedTrail,
  isCompared: boolean,
): string[] {
  const said = [
    `Computed again: ${some(entries, "entry", "entries")} in ${some(chains, "chain")}.`,
  ];
  if (isCompared) said.push(`Compared with ${some(heads, "shipped head")}.`);
  else
    said.push(
      "Without shipped heads a tail that was cut and a chain that was removed cannot be seen.",
    );
  if (unreadable > 0) said.push(`Not to be read: ${some(unreadable, "line")} of the heads.`);
  return said;
}

async function describeLag(): Promise<string> {
  const { chains, seconds } = await readShippingLag();
  if (chains === 0) return "Everything has been shipped.\n";
  return `Waiting to be shipped: the newest entries of ${some(chains, "chain")}, for ${some(Math.round(seconds), "second")}.\n`;
}

function some(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

function ownKeys(): PublicKeys {
  const keys = env().AUDIT_SIGNING_KEYS;
  return keys ? publicKeysOf(keys) : new Map();
}

function addKey(text: string, keys: PublicKeys = new Map()): PublicKeys {
  const [id = "", value = ""] = text.split(":");
  const key = readPublicKey(value);
  if (!/^[a-z0-9]{1,16}$/.test(id) || !key)
    throw new InvalidArgumentError("It is no id:key as `keydesk audit public-keys` prints it.");
  return keys.set(id, key);
}
