/**
 * What keeps a database from being used, in words with what to do. The sentences name the variable that holds the
 * address and never a part of it.
 */

/** Thrown where we find out ourselves; its message is the sentence. */
export class DatabaseTrouble extends Error {}

const oldestVersion = 15;

/** Throws `DatabaseTrouble` unless the server is new enough. `version` is its `server_version_num`. */
export function requireVersion(version: number): void {
  if (version >= oldestVersion * 10_000) return;
  throw new DatabaseTrouble(
    `PostgreSQL ${Math.floor(version / 10_000)} is too old: Keydesk needs PostgreSQL ${oldestVersion} or newer.`,
  );
}

export const behind =
  "The database lacks migrations of this build: run npm run db:migrate with this build.";

/** {it} is the variable's name, {code} what PostgreSQL or the network called it. */
const sentences: [RegExp, string][] = [
  [
    /^(ECONNREFUSED|ENOENT)$/,
    "The database cannot be reached ({code}): no PostgreSQL answers where {it} leads; start it, or correct host and port.",
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    "The database cannot be reached ({code}): the host in {it} has no address; correct it, or mend this machine's DNS.",
  ],
  [
    /^(EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|EACCES|timeout)$/,
    "The database cannot be reached ({code}): nothing comes back from where {it} leads; check host, port and firewall.",
  ],
  [
    /^28P01$/,
    "PostgreSQL refuses the password or the role in {it} ({code}): correct it, or set the role's password.",
  ],
  [/^nopassword$/, "PostgreSQL asks for a password, and {it} has none: add it."],
  [
    /^28000$/,
    "PostgreSQL does not let in whom {it} names ({code}): the role may be missing, or have no login, or pg_hba.conf has no line for it.",
  ],
  [
    /^3D000$/,
    "The database that {it} names does not exist ({code}): create it (createdb), or correct the name.",
  ],
  [
    /^42501$/,
    'The role in {it} lacks a right ({code}): docs/operations.md, "Roles and rights", says which it needs; if the build is new, run npm run db:migrate first.',
  ],
  [/^(42P01|3F000|42703|42883)$/, behind],
  [/^25006$/, "{it} leads to a standby, which takes no changes ({code}): lead it to the primary."],
  [
    /^(53300|53400)$/,
    "PostgreSQL has no connection left ({code}): raise its max_connections, or make the pools smaller.",
  ],
  [/^53/, "PostgreSQL has run out of disk or memory ({code}): make room."],
  [/^57P03$/, "PostgreSQL is starting or shutting down ({code}): try again in a moment."],
  [
    /^(57P0|08|ECONNRESET|EPIPE|closed)/,
    "The connection to PostgreSQL was lost ({code}): try again when it is back.",
  ],
  [
    /^notls$/,
    "{it} asks for TLS, and PostgreSQL has it turned off: turn it on there (ssl = on), or take sslmode out.",
  ],
  [
    /^(\w*SELF_SIGNED\w*|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/,
    "PostgreSQL's certificate is not trusted ({code}): name its authority in {it} (sslrootcert=/path), and the host as the certificate does.",
  ],
];

/** What pg says in words only. */
const codeless: [RegExp, string][] = [
  [/client password must be a string/, "nopassword"],
  [/does not support SSL/, "notls"],
  [/timeout|timed out/i, "timeout"],
  [/terminated|closed|ended/i, "closed"],
];

/** Null: this is no trouble with the database's address, rights or state. */
export function describeDatabaseTrouble(error: unknown, it = "DATABASE_URL"): string | null {
  // drizzle wraps what pg throws.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof DatabaseTrouble) return cause.message;
  const code = codeOf(cause);
  const sentence = sentences.find(([codes]) => codes.test(code))?.[1];
  return sentence ? sentence.replaceAll("{it}", it).replaceAll("{code}", code) : null;
}

function codeOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === "string") return code;
  return codeless.find(([words]) => words.test(`${message}`))?.[1] ?? "";
}
