import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/web/next-auth";
import { readPublicSession } from "@/lib/web/public-session";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's `GET /api/auth/session`. All its other endpoints are closed (L-11). */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") !== "session") return new Response("Not found\n", { status: 404 });
  // next-auth would answer "no session" where we could not look, and the page would lead its reader out (G-9).
  let trouble: { error: unknown } | undefined;
  const read = (sid: string) =>
    readPublicSession(sid).catch((error) => {
      trouble = { error };
      return null;
    });
  const answer: Response = await NextAuth(request, context, authOptions(read));
  if (trouble) throw trouble.error;
  // Reading the session must neither renew its cookie nor set next-auth's own cookies.
  answer.headers.delete("set-cookie");
  return answer;
}
