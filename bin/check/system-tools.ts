/** Programs of the operating system that some tests need and npm cannot install. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const libfaketime = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(
  (machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`,
);

/** What Debian calls each, and where it is usually, beside the PATH. */
const systemTools = {
  nginx: { package: "nginx-light", places: ["/usr/sbin/nginx"] },
  caddy: { package: "caddy", places: ["/usr/bin/caddy"] },
  openssl: { package: "openssl", places: ["/usr/bin/openssl"] },
  pgbouncer: { package: "pgbouncer", places: ["/usr/sbin/pgbouncer"] },
  libfaketime: { package: "libfaketime", places: libfaketime },
  bearerbox: { package: "kannel", places: ["/usr/sbin/bearerbox"] },
  smsbox: { package: "kannel", places: ["/usr/sbin/smsbox"] },
  promtool: { package: "prometheus", places: ["/usr/bin/promtool"] },
  php: { package: "php-cli", places: ["/usr/bin/php"] },
  // A compiler belongs to it: `java Main.java` needs one, and Debian's runtime alone has none.
  java: { package: "default-jdk-headless", places: ["/usr/lib/jvm/default-java/bin/java"] },
  fakesmsc: { package: "kannel-extras", places: ["/usr/lib/kannel/test/fakesmsc"] },
  curl: { package: "curl", places: ["/usr/bin/curl"] },
  python3: { package: "python3", places: ["/usr/bin/python3"] },
};

type ToolName = keyof typeof systemTools;

/** What `npm test` needs beside Node and a browser. */
export const unitToolNames: readonly ToolName[] = ["curl", "python3"];

/** What `npm run test:system` needs. */
export const toolNames = (Object.keys(systemTools) as ToolName[]).filter(
  (name) => !unitToolNames.includes(name),
);

export function findTool(name: ToolName): string | undefined {
  return [...systemTools[name].places, ...onPath(name)].find((path) => existsSync(path));
}

export function onPath(name: string): string[] {
  return (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
}

/** The tool's path, for tests that are skipped where it is missing. */
export function needTool(name: ToolName): string {
  const path = findTool(name);
  if (!path) throw new Error(missingTool(name));
  return path;
}

/** Why a test is skipped: `test.skip(!findTool("nginx"), missingTool("nginx"))`. */
export function missingTool(name: ToolName): string {
  return `${name} is not installed (Debian: ${systemTools[name].package})`;
}
