/** A stack whose logs say all that they ever say, with an SMS gateway that is given number and text in its address. */
import { readFileSync } from "node:fs";
import { close, listen } from "@/bin/process/ports";
import { startStack } from "@/bin/stack/stack";
import { type GatewayAnswer, makeGateway } from "@/lib/testing/gateways";

export type LogStack = Awaited<ReturnType<typeof startLogStack>>;

/** Requests and people made by the usual helpers land there. */
export async function startLogStack() {
  let answer: GatewayAnswer = { status: 200 };
  const gateway = makeGateway(() => answer);
  const url = `http://127.0.0.1:${await listen(gateway.server)}/send?to={{to}}&text={{text}}`;
  const sms = { SMS_DRIVER: "http", SMS_HTTP_METHOD: "GET", SMS_GATEWAY_URL: url };
  const loud = { LOG_LEVEL: "debug", NEXTAUTH_DEBUG: "true" };
  const limits = { AUTHORIZER_FAILURES_PER_MINUTE: "2", OTP_SENDS_PER_DAY_TOTAL: "150" };
  const stack = await startStack({ env: { ...sms, ...loud, ...limits } });
  Object.assign(process.env, stack.variables);
  return {
    authorizerUrl: stack.authorizerUrl,
    /** How many SMS the gateway was asked to send. */
    sent: () => gateway.seen.length,
    gatewayAnswers(next: GatewayAnswer) {
      answer = next;
    },
    /** What each process has written so far. */
    readLogs(): Record<"dashboard" | "worker" | "authorizer", string> {
      const { port } = new URL(stack.authorizerUrl);
      const read = (file: string) => readFileSync(file, "utf8");
      return {
        dashboard: read(stack.logFile),
        worker: read(stack.workerLogFile ?? ""),
        authorizer: read(`.data/logs/authorizer-${port}.log`),
      };
    },
    async stop() {
      await stack.stop();
      await close(gateway.server);
    },
  };
}

/** What Next says before any code of ours runs. */
const banner =
  /^(?:▲ Next\.js [\d.]+|- (?:Local|Network): +\S+|✓ (?:Ready in|Running next\.config took) \S+|)$/;

/** The lines of a log, parsed. Throws at one that is no JSON. */
export function linesOf(text: string): Record<string, unknown>[] {
  const lines = text.split("\n").filter((line) => !banner.test(line));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
