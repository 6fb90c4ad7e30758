/**
 * The id of the request that is being answered, wherever the program is. It links log lines, audit entries and the
 * incident that a person sees.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { newId } from "./ids";

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one.
const holder = globalThis as { keydeskRequest?: AsyncLocalStorage<string> };
holder.keydeskRequest ??= new AsyncLocalStorage();
const requests = holder.keydeskRequest;

const form = /^[A-Za-z0-9_-]{8,64}$/;

/** The id that a proxy passed in, if it has the form of one; else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && form.test(header) ? header : newId("inc");
}

/** Everything that this call leads to belongs to this request. */
export function enterRequest(id: string): void {
  requests.enterWith(id);
}

/** Undefined: the program does something that no request asked for. */
export function currentRequestId(): string | undefined {
  return requests.getStore();
}
