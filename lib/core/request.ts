/** What is known, wherever the program is, of the request that is being answered. */
import { AsyncLocalStorage } from "node:async_hooks";
import { newId } from "./ids";

export interface CurrentRequest {
  /** It links log lines, audit entries and the incident that a person sees. */
  readonly id: string;
  /** The Host header as it came: anybody may have written it. */
  readonly host: string;
  /** The address that connected: the client's, or the last proxy's. */
  readonly peer: string;
}

// Next evaluates server modules more than once in one process. Kept on `globalThis`, so that there is one.
const holder = globalThis as { keydeskRequest?: AsyncLocalStorage<CurrentRequest> };
holder.keydeskRequest ??= new AsyncLocalStorage();
const requests = holder.keydeskRequest;

const form = /^[A-Za-z0-9_-]{8,64}$/;

/** The id that a proxy passed in, if it has the form of one; else a new one. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === "string" && form.test(header) ? header : newId("inc");
}

/** Everything that this call leads to belongs to this request. */
export function enterRequest(request: CurrentRequest): void {
  requests.enterWith(request);
}

/** Undefined: the program does something that no request asked for. */
export function currentRequest(): CurrentRequest | undefined {
  return requests.getStore();
}

export function currentRequestId(): string | undefined {
  return currentRequest()?.id;
}
