import { describe, expect, test } from "vitest";
import { checkDatabase } from "./insecure";

/** Whether production refuses the address. */
function isRefused(address: string): boolean {
  let said = false;
  checkDatabase({ NODE_ENV: "production" }, ["DATABASE_URL", address], () => (said = true));
  return said;
}

const plainDatabases = [
  "postgres://u@db.example/keydesk",
  "postgres://u@db.example/keydesk?sslmode=disable",
  "postgres://u@db.example/keydesk?sslmode=prefer",
  "postgres://u@db.example/keydesk?sslmode=no-verify",
  "postgres://u@db.example/keydesk?sslmode=verify-full&sslmode=disable",
  "postgres://u@db.example/keydesk?ssl=true&sslmode=disable",
  "postgres://u@db.example/keydesk?uselibpqcompat=true&sslmode=require",
  "postgres://u@127.0.0.1/keydesk?host=10.0.0.5",
  "postgres://u@localhost.example/keydesk",
];
const safeDatabases = [
  "postgres://u@db.example/keydesk?sslmode=require",
  "postgres://u@db.example/keydesk?sslmode=verify-ca",
  "postgres://u@db.example/keydesk?ssl=true",
  "postgres://u@127.0.0.1/keydesk",
  "postgres://u@localhost:6432/keydesk",
  "postgres://u@[::1]/keydesk",
  "postgres://u@%2Fvar%2Frun%2Fpostgresql/keydesk",
  "postgres:///keydesk?host=/var/run/postgresql",
];

describe("an address of PostgreSQL, as pg reads it", () => {
  test.each(plainDatabases)("%s leads beyond this machine without proven TLS", (url) => {
    expect(isRefused(url)).toBe(true);
  });

  test.each(safeDatabases)("%s does not", (url) => {
    expect(isRefused(url)).toBe(false);
  });
});
