/** Logging in by hand, step by step: of two dashboards each may answer another step. */
import { type TestMember, testPassword } from "@/lib/testing/people";
import { sessionCookieName } from "@/lib/web/next-auth";
import { type ActionAnswer, callAction } from "./call-action";

const cookieOf = ({ setCookies }: ActionAnswer, name: string) =>
  setCookies.find((cookie) => cookie.startsWith(`${name}=`))?.split(";")[0] ?? "";

/** The first step of a login. */
export async function enterPassword({ email }: TestMember, port: number, password = testPassword) {
  const answer = await callAction({ action: "logInAction", fields: { email, password }, port });
  const { data } = (answer.state ?? {}) as { data?: { challengeId: string } };
  return {
    answer,
    session: cookieOf(answer, sessionCookieName),
    pending: cookieOf(answer, "__Host-keydesk-login"),
    challengeId: data?.challengeId ?? "",
  };
}

/** The second step; the session's cookie, or "". */
export async function enterCode(
  login: Awaited<ReturnType<typeof enterPassword>>,
  code: string,
  port: number,
  action = "verifyLoginAction",
): Promise<string> {
  const { challengeId, pending: cookie } = login;
  const fields: Record<string, string> =
    action === "verifyLoginAction" ? { challengeId, code } : { code };
  return cookieOf(await callAction({ action, fields, cookie, port }), sessionCookieName);
}
