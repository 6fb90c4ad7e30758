import { LRUCache } from "lru-cache";
import { ageOf, type Instant, present } from "./instant";
import type { StoredKey } from "./stored-key";
import { deadlineMs } from "./with-deadline";

interface Load {
  begun: Instant;
  answer: Promise<StoredKey | null>;
}

/**
 * Caches what was read from the database. Keys and unknown ids are separate, so made-up ids cannot push keys out
 * . The change feed says whether the cache may be used. Requests for the same key share a read that is under way,
 * if it is young enough, because its result may be as old as its start. If a change of the key is heard during a read,
 * the requests that already wait get that read's row, but it is not stored.
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

  /** Undefined: not cached. Null: there is no such key. */
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
        // False if a change was heard meanwhile and has removed this load.
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

  /** Removes the load. False if it had been removed or replaced. */
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
