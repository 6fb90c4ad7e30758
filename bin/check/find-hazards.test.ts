import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Found, findHazards } from "./find-hazards";
import { listSources } from "./read-imports";

/** What runs for merchants, without tests and tools. */
const isProduct = (path: string) =>
  /^(?:app|components|lib|db)\/|^[^/]+\.ts$/.test(path) &&
  !/\.test\.tsx?$|^lib\/testing\/|^db\/embedded\/|^[a-z]+\.config\.ts$/.test(path);

const sources = listSources().filter(isProduct);
const found = sources.flatMap((path) => findHazards(path, readFileSync(path, "utf8")));
const placesOf = (hazard: Found["hazard"]) => {
  const paths = found.filter((one) => one.hazard === hazard).map(({ path }) => path);
  return [...new Set(paths)].sort();
};

describe("of the product's sources", () => {
  test("every action stands at the top of a file of actions, so none can close over a value (K-5)", () => {
    expect(placesOf("closure")).toEqual([]);
    const files = sources.filter((path) => /^app\/.*actions\.ts$/.test(path));
    expect(files.length).toBeGreaterThan(10);
    for (const path of files) {
      const text = readFileSync(path, "utf8");
      expect(text.slice(text.indexOf('"use server"')), path).toMatch(/^"use server";\n/);
      // Of a page's request nothing outlives it in a file of actions either.
      expect(text, path).not.toMatch(/^(?:let|var) /m);
    }
  });

  test("SQL is made of text in these places only, of constants and quoted names (W-7)", () => {
    expect(placesOf("raw SQL")).toEqual(
      [
        // The channel's name has digits of ours alone.
        "lib/authorizer/change-feed.ts",
        // Its one statement is a constant of the file, with the key id as a parameter.
        "lib/authorizer/read-key.ts",
        // Tables, columns and intervals of a table of constants.
        "lib/worker/clean-up.ts",
        // The days before which a reminder is sent.
        "lib/worker/expiry-reminders.ts",
        // Roles' names and passwords of the operator's configuration, quoted by pg.
        "db/login.ts",
      ].sort(),
    );
  });

  test("a connection is opened by these only: to where the operator says, and a page's own to its own server (W-14)", () => {
    expect(placesOf("connection")).toEqual([
      "components/shell/session-watch.ts",
      "lib/audit/sink.ts",
      // To the port that the process itself is about to open.
      "lib/core/listen-trouble.ts",
      "lib/sms/sms-gateway.ts",
    ]);
    const watch = readFileSync("components/shell/session-watch.ts", "utf8");
    expect(watch.match(/fetch\([^,]*/g)).toEqual(['fetch("/api/auth/session"']);
  });
});

/** A place in a template where a value goes. */
const hole = "$" + "{name}";

describe("each is found", () => {
  test.each([
    ["closure", "app/page.tsx", 'async function a() {\n  "use server";\n}'],
    ["closure", "app/actions.ts", 'export const a = async () => {\n  "use server";\n};'],
    ["closure", "lib/otp/a.ts", '\n"use server";'],
    ["closure", "components/ui/a.tsx", "\nconst a = revokeAction.bind(null, secret);"],
    ["raw SQL", "lib/otp/a.ts", "\nsql.raw(name);"],
    ["raw SQL", "lib/otp/a.ts", "\nconst a = sql.identifier(name);"],
    ["raw SQL", "lib/otp/a.ts", "\nsql`1`.as(name);"],
    ["raw SQL", "lib/otp/a.ts", `\nclient.query(\`select ${hole}\`);`],
    ["raw SQL", "lib/otp/a.ts", '\nclient.query("select " + name);'],
    ["raw SQL", "lib/otp/a.ts", `\nclient.query({ name: "a", text: \`select ${hole}\` });`],
    ["connection", "lib/otp/a.ts", "\nfetch(url);"],
    ["connection", "lib/otp/a.ts", "\nglobalThis.fetch(url);"],
    ["connection", "lib/otp/a.ts", "\nnew WebSocket(url);"],
    ["connection", "lib/otp/a.ts", '\nimport { request } from "node:https";'],
    ["connection", "lib/otp/a.ts", '\nimport * as net from "node:net";'],
    ["connection", "lib/otp/a.ts", '\nimport http from "node:http";'],
  ] as const)("a %s in %s: %j", (hazard, path, source) => {
    expect(findHazards(path, source)).toEqual([{ hazard, path, line: 2 }]);
  });

  test("and what is harmless is not", () => {
    const source = [
      '"use server";',
      'import { createServer, type Server } from "node:http";',
      'import type { Socket } from "node:net";',
      `sql\`select ${hole}\`;`,
      'client.query("select $1", [name]);',
      "client.query({ name, text: 'select $1', values: [name] });",
      'column.as("at");',
    ];
    expect(findHazards("app/actions.ts", source.join("\n"))).toEqual([]);
  });
});
