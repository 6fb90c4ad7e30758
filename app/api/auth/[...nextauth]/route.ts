import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/web/next-auth";
import { readPublicSession } from "@/lib/web/public-session";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's `GET /api/auth/session`; every other of its endpoints is closed (L-11). */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") !== "session") return new Response("Not found\n", { status: 404 });
  const answer: Response = await NextAuth(request, context, authOptions(readPublicSession));
  // Reading the session changes nothing: no new lifetime for its cookie, no cookies of next-auth's own.
  answer.headers.delete("set-cookie");
  return answer;
}
