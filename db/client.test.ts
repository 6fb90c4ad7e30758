import { sql } from "drizzle-orm";
import pg from "pg";
import { expect, test } from "vitest";
import { transaction } from "./client";

test("a server that dies before BEGIN leaks no connection: after 20 times the pool still works (R-8)", async () => {
  const original = pg.Client.prototype.query;
  const begin = (args: unknown[]) => {
    const text = typeof args[0] === "string" ? args[0] : (args[0] as { text?: string }).text;
    return text?.startsWith("begin");
  };
  pg.Client.prototype.query = function failAtBegin(this: pg.Client, ...args: unknown[]) {
    if (!begin(args)) return Reflect.apply(original, this, args);
    return Promise.reject(Object.assign(new Error("terminating connection"), { code: "57P01" }));
  } as typeof original;
  for (let n = 0; n < 20; n++) {
    await expect(transaction(async () => undefined)).rejects.toThrow();
  }
  pg.Client.prototype.query = original;
  const answer = await transaction((tx) => tx.execute(sql`select 1 as one`));
  expect(answer.rows).toEqual([{ one: 1 }]);
});
