import type { Command } from "commander";
import { forgetSecret, listSecrets } from "@/lib/operator/secrets";
import { readRing, readSecretId } from "./arguments";
import { answering, type Given } from "./command";
import { table } from "./print";

export function addSecretCommands(program: Command): void {
  const secrets = program
    .command("secrets")
    .description("what the database knows of the secrets of processes: ids, never values");
  const isAboutSecrets = true;
  answering<Given>(
    secrets.command("list").description("ids, and whether what they made is still in use"),
    async () => {
      const known = await listSecrets();
      const rows = known.map(({ ring, id, since, isInUse }) => [ring, id, since, inWords(isInUse)]);
      const text = table(
        ["VARIABLE", "ID", "SINCE", "IN USE"],
        rows,
        "No process has been started.",
      );
      return { data: known, text };
    },
    { isAboutSecrets },
  );
  answering<Given & { id: string }>(
    secrets
      .command("forget")
      .description(
        "an id that was first given to a wrong secret: the next process says which is right",
      )
      .argument("<variable>", "such as KEY_PEPPERS", readRing)
      .requiredOption("--id <id>", "the secret's id in it", readSecretId),
    async (ring, { id }) => {
      await forgetSecret(ring, id);
      return { data: { ring, id }, text: `The secret ${id} of ${ring} is forgotten.` };
    },
    { isAboutSecrets },
  );
}

function inWords(isInUse: boolean | null): string {
  if (isInUse === null) return "unknown";
  return isInUse ? "yes" : "no";
}
