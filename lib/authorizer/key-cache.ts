import { LRUCache } from "lru-cache";
import type { StoredKey } from "./stored-key";

type Load = Promise<StoredKey | null>;

/**
 * What was read lately, keys and unknown ids apart so that made-up ids never push keys out. Whether it may be
 * used at this moment is the change feed's to say. Requests for one key share one read. A row that was read before
 * a change of its key was heard answers those who asked before, and is never stored after it.
 */
export class KeyCache {
  private readonly keys: LRUCache<string, StoredKey>;
  private readonly unknown: LRUCache<string, true>;
  private readonly loads = new Map<string, Load>();

  constructor(
    capacity: number,
    private readonly read: (keyId: string) => Load,
  ) {
    this.keys = new LRUCache({ max: capacity });
    this.unknown = new LRUCache({ max: Math.max(1, Math.ceil(capacity / 10)) });
  }

  /** Undefined: not known here. Null: there is no such key. */
  find(keyId: string): StoredKey | null | undefined {
    const key = this.keys.get(keyId);
    if (key !== undefined) return key;
    return this.unknown.has(keyId) ? null : undefined;
  }

  load(keyId: string): Load {
    const pending = this.loads.get(keyId);
    if (pending) return pending;
    const load: Load = this.read(keyId).then((key) => {
      // A change that was heard meanwhile has taken this load out.
      if (this.loads.get(keyId) === load) this.store(keyId, key);
      return key;
    });
    this.loads.set(keyId, load);
    const done = () => {
      if (this.loads.get(keyId) === load) this.loads.delete(keyId);
    };
    load.then(done, done);
    return load;
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

  private store(keyId: string, key: StoredKey | null): void {
    if (key) {
      this.keys.set(keyId, key);
      this.unknown.delete(keyId);
    } else this.unknown.set(keyId, true);
  }
}
