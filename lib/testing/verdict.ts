import { type Credentials, isWellFormed } from "@/lib/api-keys/secret";
import { type Judgement, judge } from "@/lib/authorizer/judge";
import { KeyReader } from "@/lib/authorizer/read-key";
import { env } from "@/lib/core/env";
import type { Mode } from "@/lib/core/mode";

let reader: KeyReader | undefined;

/** What an authorizer that has nothing in memory says to these credentials, by the very code it runs. */
export async function verdictOf(
  credentials: Credentials,
  mode?: Mode,
): Promise<Judgement | "malformed"> {
  if (!isWellFormed(credentials)) return "malformed";
  reader ??= new KeyReader(env().DATABASE_URL, 2);
  const own = reader;
  const ask = () => own.read(credentials.keyId);
  // Its reads give up after 400 ms, as they must; whoever is told "cannot know" asks again.
  const key = await ask().catch(ask).catch(ask);
  return judge(env().KEY_PEPPERS, { credentials, mode }, key, key?.readAt ?? 0);
}
