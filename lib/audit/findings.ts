/** What is not as it should be with the audit trail or its shipped heads. */
export interface Finding {
  chain: string;
  seq: number;
  what: "altered" | "rewritten" | "missing" | "cut" | "gone" | "unsigned" | "lost" | "unguarded";
  sentence: string;
}

/** What is wrong, and how it is; of the others it is the trail. */
const subjects: Partial<Record<Finding["what"], [string, string]>> = {
  unsigned: ["A head", "is not one of ours"],
  lost: ["The shipped heads", "are not all there"],
};

/** One for each chain and kind: of rewritten entries the first, of those that are gone the last. */
export class Findings {
  private readonly found = new Map<string, Finding>();

  add({ chain, seq }: { chain: string; seq: number }, what: Finding["what"], why: string): void {
    const key = `${what} ${chain}`;
    const known = this.found.get(key);
    const isLast = what === "cut" || what === "gone";
    if (known && (isLast ? known.seq >= seq : known.seq <= seq)) return;
    const subject = subjects[what] ?? ["The trail", "is not what was written"];
    const sentence = `${subject[0]} of ${nameOf(chain)} ${subject[1]}: ${why}.`;
    this.found.set(key, { chain, seq, what, sentence });
  }

  list(): Finding[] {
    return [...this.found.values()];
  }
}

function nameOf(chain: string): string {
  if (chain.startsWith("mer_")) return `merchant ${chain}`;
  return chain.startsWith("usr_") ? `user ${chain}` : `brand ${chain}`;
}
