/** What one run of the history test saw and did (SECURITY §2.1). Moments are the test process's `performance.now()`. */

export const instances = ["a", "b"] as const;
export type Instance = (typeof instances)[number];

/** One question to an authorizer and its answer. */
export interface Verify {
  instance: Instance;
  keyId: string;
  /** "right": the key's own secret, and its own mode or none; everything else must never pass. */
  as: "right" | "wrong-secret" | "wrong-mode" | "unknown";
  started: number;
  completed: number;
  /** 0: no answer. */
  status: number;
  /** What the four headers of a 204 said: key, merchant, mode, org. */
  identity?: string | undefined;
}

/** One call of the domain, as its caller saw it. Calls of one intent are tries of the same submit. */
export interface Change {
  id: string;
  intent: string;
  kind:
    | "generate"
    | "regenerate-now"
    | "regenerate-later"
    | "deactivate"
    | "extend"
    /** Not the product's: moves a retiring key's end near, which is the same as waiting for it (D18). */
    | "schedule"
    /** Not the product's: makes a key whose id was asked for before it existed. */
    | "plant";
  /** The key acted on; null where there is none yet. */
  keyId: string | null;
  /** The key it made, if its answer came and said so. */
  made: string | null;
  invoked: number;
  completed: number;
  /** "failed" was refused and changed nothing; "unknown" may have happened, or happen yet. */
  outcome: "acked" | "failed" | "unknown";
  /** Why it was not acknowledged. */
  error?: string;
  /** Of an acked "schedule": the earliest and the latest moment at which the key can end. */
  ends?: [number, number];
}

export interface Fault {
  name: string;
  hits: Instance[];
  started: number;
  ended: number;
}

/**
 * How long the machine made a process wait: a call of an authorizer's /healthz, which needs no database; a plain query
 * straight to the database; the opening of a connection to it. Probes of one kind come one after another.
 */
export interface Probe {
  of: Instance | "database" | "connection";
  started: number;
  completed: number;
}

/** What the database holds in the end. */
export interface Facts {
  keys: { keyId: string; identity: string; requestId: string }[];
  audits: { requestId: string; event: string; keyId: string }[];
}

export interface History {
  verifies: Verify[];
  changes: Change[];
  faults: Fault[];
  probes: Probe[];
  /** Snapshots that held two current keys of one merchant and mode, or none in the end. */
  badSnapshots: string[];
  facts: Facts;
}

export function emptyHistory(): History {
  const facts = { keys: [], audits: [] };
  return { verifies: [], changes: [], faults: [], probes: [], badSnapshots: [], facts };
}
