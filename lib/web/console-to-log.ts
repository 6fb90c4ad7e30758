import { stripVTControlCharacters } from "node:util";
import { log } from "@/lib/core/log";

const levels = {
  debug: "debug",
  log: "info",
  info: "info",
  trace: "info",
  warn: "warn",
  error: "error",
} as const;

const maxTextLength = 500;

/**
 * From now on what Next and other libraries say through `console` is a JSON line of our log (G-4). Of what they pass,
 * only texts and described errors are kept: an object may be a request or a query with its values (G-3).
 */
export function sendConsoleToLog(): void {
  for (const [method, level] of Object.entries(levels)) {
    console[method as keyof typeof levels] = (...said: unknown[]) => {
      const err = said.find((part) => part instanceof Error);
      // `onRequestError` logs this one, with the address, under the same incident id.
      if (err && "digest" in err) return;
      const text = said.filter((part) => typeof part === "string").join(" ");
      const words = stripVTControlCharacters(text).trim().slice(0, maxTextLength);
      log()[level](err ? { err } : {}, words || "console");
    };
  }
}
