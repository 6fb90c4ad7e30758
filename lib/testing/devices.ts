import { transaction } from "@/db/client";
import type { Client } from "@/lib/access/actor";
import { rememberDevice } from "@/lib/devices/known-devices";
import { type TestMember, testClient } from "./people";

/** A browser as it is after this member has logged in there. */
export async function aKnownBrowser(
  { org, userId }: TestMember,
  before: Client = testClient,
): Promise<Client> {
  const whose = { orgId: org.id, userId };
  return {
    ...before,
    deviceCookie: await transaction((tx) => rememberDevice(tx, whose, before)),
  };
}
