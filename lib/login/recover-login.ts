import type { Client } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { recordAudit } from "@/lib/audit/record-audit";
import { countRecoveryCodes, spendRecoveryCode } from "@/lib/factors/recovery-codes";
import type { Org } from "@/lib/orgs/org";
import { tryCode } from "@/lib/otp/try-code";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { counted } from "./count-login";
import { findFirstMerchant } from "./find-first-merchant";
import { finishLogin, type LoggedIn } from "./finish-login";
import { getPendingLogin, spendPendingLogin } from "./pending-login";

/**
 * Finishes a login with a recovery code, which is used up. The session is covered. Throws `wrong_code`, `code_locked`,
 * and `login_expired`, in which case the code is not used up.
 */
export const recoverLogin = counted(exchangeRecoveryCode, () => "in");

async function exchangeRecoveryCode(
  org: Org,
  token: string,
  { code }: { code: string },
  client: Client,
): Promise<LoggedIn> {
  const pending = await getPendingLogin(org, token);
  const { userId } = pending;
  const merchantId = await findFirstMerchant(org, userId);
  if (!merchantId) throw accessRefusal("login_expired");
  const owner = { org, userId, merchantId, holder: { pendingLoginId: pending.id }, client };
  return tryCode(owner, "recovery-code", async (tx) => {
    const codes = { orgId: org.id, userId };
    const spent = await spendRecoveryCode(tx, codes, code);
    if (!spent) return null;
    if (!(await spendPendingLogin(tx, org, pending))) throw accessRefusal("login_expired");
    const cover = { recoveryCodeId: spent.id };
    const session = await finishLogin(tx, org, { userId, merchantId, client, cover });
    const left = `${await countRecoveryCodes(tx, codes)}`;
    const { sessionId } = session;
    await recordAudit(tx, "recovery_code.used", {
      orgId: org.id,
      client,
      merchantId,
      userId,
      sessionId,
      detail: { left },
    });
    const user = { id: userId, name: pending.name, email: pending.email };
    const facts = { ...byUser(user), who: whoIs(user), left };
    await notify(tx, "recovery-code-used", { orgId: org.id, userId }, facts);
    return session;
  });
}
