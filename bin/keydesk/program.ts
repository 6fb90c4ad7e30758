import { Command, CommanderError, InvalidArgumentError } from "commander";
import { closePool } from "@/db/client";
import { describeDatabaseTrouble } from "@/lib/core/database-trouble";
import { AppError } from "@/lib/core/errors";
import { Misconfigured } from "@/lib/core/mistakes";
import { addAuditCommands } from "./audit";
import { addKeyCommands } from "./key";
import { addMerchantCommands } from "./merchant";
import { readable } from "./print";
import { addSecretCommands } from "./secrets";
import { addUserCommands } from "./user";
import { addWebsiteCommands } from "./website";

const exits = { done: 0, refused: 1, misused: 2 } as const;

/** Runs one command; returns the exit code. */
export async function keydesk(args: string[]): Promise<number> {
  try {
    await makeProgram().parseAsync(args, { from: "user" });
    return exits.done;
  } catch (error) {
    return tell(error);
  } finally {
    await closePool();
  }
}

function makeProgram(): Command {
  const program = new Command("keydesk")
    .description("What the brand's own staff do. Every change is put on record with --as.")
    .exitOverride()
    .showHelpAfterError("(--help says what is possible)");
  addMerchantCommands(program);
  addWebsiteCommands(program);
  addUserCommands(program);
  addKeyCommands(program);
  addAuditCommands(program);
  addSecretCommands(program);
  return program;
}

function tell(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has said everything else itself.
    if (error instanceof InvalidArgumentError) say(error.message);
    return error.exitCode === 0 ? exits.done : exits.misused;
  }
  if (error instanceof AppError) {
    say(error.message);
    return exits.refused;
  }
  if (error instanceof Misconfigured) {
    say(`Not configured: ${error.sentences.join(" ")}`);
    return exits.misused;
  }
  const { name, code, cause } = error as {
    name?: string;
    code?: string;
    cause?: { code?: string };
  };
  say(describeDatabaseTrouble(error) ?? `Something went wrong (${cause?.code ?? code ?? name}).`);
  return exits.refused;
}

function say(sentence: string): void {
  process.stderr.write(`${readable(sentence)}\n`);
}
