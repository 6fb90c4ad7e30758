/** Once per Playwright run: the stack that all specs share. Workers inherit its addresses and configuration. */
import { startStack } from "./support/stack";

export default async function setup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  Object.assign(process.env, stack.env, {
    KEYDESK_E2E_PORT: `${stack.port}`,
    KEYDESK_E2E_INBOX: stack.inboxUrl,
    KEYDESK_E2E_BUILD: stack.buildDir,
    KEYDESK_E2E_PID: `${stack.pid}`,
  });
  return () => stack.stop();
}
