import type pino from "pino";
import { env } from "./env";
import { makeLog } from "./make-log";

let logger: pino.Logger | undefined;

/** The dashboard's log. */
export function log(): pino.Logger {
  logger ??= makeLog("dashboard", env().LOG_LEVEL);
  return logger;
}
