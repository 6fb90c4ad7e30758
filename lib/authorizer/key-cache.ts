import { LRUCache } from "lru-cache";
import { ageOf, type Instant, present } from "./instant";
import type { StoredKey } from "./stored-key";
import { deadlineMs } from "./with-deadline";

interface Load {
  begun: Instant;
  answer: Promise<StoredKey | null>;
}

/**
 * What was read lately, keys and unknown ids apart so that made-up ids never push keys out. Whether it may be
 * used at this moment is the change feed's to say. Requests for one key share one read, while that is young: what it
 * brings may be as old as its beginning. A row that was read before a change of its key was heard answers those who
 * asked before, and is never stored after it.
 */
export class KeyCache {
  private readonly keys: LRUCache<string, StoredKey>;
  private readonly unknown: LRUCache<string, true>;
  private readonly loads = new Map<string, Load>();

  constructor(
    capacity: number,
    private readonly read: (keyId: string) => Promise<StoredKey | null>,
  ) {
    this.keys = new LRUCache({ max: capacity });
    this.unknown = new LRUCache({ max: Math.max(1, Math.ceil(capacity / 10)) });
  }

  /** Undefined: not known here. Null: there is no such key. */
  find(keyId: string): StoredKey | null | undefined {
    const key = this.keys.get(keyId);
    if (key !== undefined) return key;
    return this.unknown.get(keyId) ? null : undefined;
  }

  load(keyId: string): Promise<StoredKey | null> {
    const pending = this.loads.get(keyId);
    if (pending && ageOf(pending.begun) < deadlineMs) return pending.answer;
    const begun = present();
    const load: Load = { begun, answer: this.read(keyId) };
    this.loads.set(keyId, load);
    load.answer.then(
      (key) => {
        // A change that was heard meanwhile has taken this load out.
        if (this.finish(keyId, load)) this.store(keyId, key);
      },
      () => this.finish(keyId, load),
    );
    return load.answer;
  }

  forget(keyId: string): void {
    this.keys.delete(keyId);
    this.unknown.delete(keyId);
    this.loads.delete(keyId);
  }

  clear(): void {
    this.keys.clear();
    this.unknown.clear();
    this.loads.clear();
  }

  get size(): number {
    return this.keys.size + this.unknown.size;
  }

  /** Whether the load still counted. */
  private finish(keyId: string, load: Load): boolean {
    return this.loads.get(keyId) === load && this.loads.delete(keyId);
  }

  private store(keyId: string, key: StoredKey | null): void {
    if (key) {
      this.keys.set(keyId, key);
      this.unknown.delete(keyId);
    } else this.unknown.set(keyId, true);
  }
}
