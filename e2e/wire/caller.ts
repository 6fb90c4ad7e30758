/** A person without a browser: a session made as a login makes it, and its cookie on hand-made requests. */
import { aMember, aSession, type MemberOptions, type TestMember } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";
import { type ActionAnswer, type ActionCall, callAction } from "./call-action";
import { hostOf, type RawAnswer, type RawRequest, send } from "./raw-request";

export class Caller {
  constructor(
    readonly member: TestMember,
    /** The whole Cookie header. */
    public cookie: string,
    readonly port?: number,
  ) {}

  get brandHost(): string {
    return this.member.org.hosts[0] ?? "";
  }

  /** Calls an action by its name (or id) with these form fields, as this person. */
  call(
    action: ActionCall["action"],
    fields: ActionCall["fields"] = {},
    more: Partial<ActionCall> = {},
  ): Promise<ActionAnswer> {
    const { brandHost, cookie, port } = this;
    return callAction({ action, fields, brandHost, cookie, port, ...more });
  }

  get(path: string, more: RawRequest = {}): Promise<RawAnswer> {
    const { cookie, port } = this;
    const host = hostOf(this.brandHost, port);
    const headers = { ...(cookie ? { cookie } : {}), ...more.headers };
    return send({ path, host, port, ...more, headers });
  }
}

interface Login {
  /** Whether the login had an OTP (covers the session). */
  otp?: boolean;
  port?: number;
}

/** Somebody new at a new merchant (or at `merchantId`), logged in. */
export async function aCaller(options: MemberOptions & Login = {}): Promise<Caller> {
  return callerOf(await aMember(options), options);
}

export async function callerOf(member: TestMember, { otp = false, port }: Login = {}) {
  const { sid } = await aSession(member, { otp });
  return new Caller(member, `${sessionCookieName}=${await encodeSession(sid)}`, port);
}
