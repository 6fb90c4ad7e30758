/**
 * Which folder may import which (docs/architecture.md). Every folder with sources has a row; a folder below one that
 * has no row of its own belongs to it. Its own files are always allowed, everything else stands in the row.
 * `type:` allows types only: what is gone when the program runs.
 */
export const layers: Record<string, string> = {
  "lib/core": "",
  "lib/orgs": "lib/core",
  db: "lib/core type:lib/orgs",
  "lib/metrics": "lib/core db",
  "lib/secrets": "lib/core db",
  "lib/access": "lib/core type:lib/orgs db",
  "lib/audit": "ground",
  "lib/messages": "lib/core lib/orgs",
  "lib/sms": "lib/core lib/orgs",
  "lib/outbox": "ground type:lib/messages",
  "lib/configuration": "lib/core lib/orgs lib/sms",
  "lib/devices": "ground",
  "lib/otp": "ground trail lib/sms",
  "lib/sessions": "ground lib/audit lib/otp",
  "lib/step-up": "ground lib/otp lib/sessions",
  "lib/passwords": "ground trail lib/devices lib/sessions",
  "lib/factors": "ground trail lib/otp lib/sessions lib/step-up lib/passwords",
  "lib/login": "ground trail lib/devices lib/otp lib/sessions lib/passwords lib/factors",
  "lib/websites": "ground trail",
  "lib/usage": "lib/core lib/access db",
  "lib/api-keys": "ground trail type:lib/messages lib/websites lib/usage lib/step-up",
  "lib/users":
    "ground trail lib/devices type:lib/messages lib/sessions lib/passwords lib/step-up lib/api-keys",
  "lib/team": "ground trail lib/devices lib/passwords lib/step-up lib/factors",
  "lib/home": "ground lib/usage lib/api-keys",
  "lib/operator":
    "ground trail lib/devices lib/sessions lib/websites lib/factors lib/team lib/api-keys",
  "lib/worker": "lib/core lib/orgs db lib/audit lib/outbox lib/messages lib/sms lib/metrics",
  "lib/authorizer": "lib/core type:lib/orgs type:db lib/api-keys",
  "lib/web":
    "ground lib/audit lib/configuration lib/secrets lib/sessions lib/step-up lib/metrics lib/otp lib/passwords type:rooms",
  "components/ui": "lib/core type:lib/orgs type:lib/web",
  components: "components/ui lib/core type:rooms type:lib/web",
  app: "components components/ui rooms lib/web",
  /** The project's own folder: proxy.ts, instrumentation.ts and the tools' configuration. */
  ".": "lib/orgs lib/web",
  "bin/process": "",
  "db/embedded": "bin/process",
  "lib/testing": "lib db db/embedded bin/process",
  bin: "lib db db/embedded bin/process",
  "bench/load": "lib bin/process",
  bench: "bench/load bin bin/process lib db db/embedded",
  e2e: "bench/load bin bin/process lib db db/embedded",
  /** Tests beside the code, `*.test.ts`, whatever folder they are in; those of components have a row of their own. */
  tests: "lib db db/embedded bin bin/process bench/load",
  "tests of components": "components components/ui lib/core lib/testing type:rooms type:lib/web",
};

/** Names for what stands in many rows. `lib` is every row of lib. */
export const groups: Record<string, string> = {
  ground: "lib/core lib/orgs lib/access db",
  trail: "lib/audit lib/outbox",
  /** The rooms that pages ask. */
  rooms:
    "lib/access lib/api-keys lib/factors lib/home lib/login lib/orgs lib/otp lib/passwords lib/sessions lib/step-up lib/team lib/users lib/websites",
  lib: Object.keys(layers)
    .filter((row) => row.startsWith("lib/"))
    .join(" "),
};

/** Rooms whose files may hold SQL. */
const sql =
  "db lib/access lib/api-keys lib/audit lib/devices lib/factors lib/home lib/login lib/operator lib/otp lib/outbox lib/passwords lib/sessions lib/team lib/usage lib/users lib/websites lib/worker";

/**
 * Which rows of the product may import which package. What is not named is for tools and tests alone, as are all
 * development packages. Node's own modules count as one package, `node`.
 */
export const packages: Record<string, string> = {
  "@base-ui/react": "components components/ui",
  "@zxcvbn-ts/core": "lib/passwords",
  "@zxcvbn-ts/language-common": "lib/passwords",
  bcryptjs: "lib/passwords",
  clsx: "components components/ui",
  "drizzle-orm": sql,
  geist: "app",
  "libphonenumber-js": "lib/factors",
  "lru-cache": "lib/authorizer",
  "lucide-react": "components components/ui",
  next: "app components components/ui lib/web .",
  "next-auth": "app lib/web",
  nodemailer: "lib/worker",
  otplib: "lib/factors lib/otp",
  pg: "db db/embedded lib/authorizer lib/worker",
  piscina: "lib/passwords",
  pino: "lib/core type:lib/authorizer",
  "prom-client": "lib/authorizer lib/metrics",
  qrcode: "lib/factors",
  react: "app components components/ui lib/web",
  "server-only": "lib/web",
  zod: "app lib/core lib/web",
};

/** Tools and tests: any package may be imported here. */
export const harness = [
  "bin",
  "bin/process",
  "lib/testing",
  "bench",
  "bench/load",
  "e2e",
  "tests",
  "tests of components",
];
