import type pino from "pino";
import { env } from "./env";
import { makeLog } from "./make-log";

let logger: pino.Logger | undefined;

/** The process's log. Its service name is "dashboard" unless `logAs` was called first. */
export function log(): pino.Logger {
  logger ??= makeLog("dashboard", env().LOG_LEVEL);
  return logger;
}

export function logAs(service: string): pino.Logger {
  logger = makeLog(service, env().LOG_LEVEL);
  return logger;
}
