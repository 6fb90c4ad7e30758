/** Once per Playwright run: the stack that all specs share. Workers inherit its addresses and configuration. */
import { startStack } from "@/bin/stack/stack";

export default async function setup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  Object.assign(process.env, stack.variables);
  return () => stack.stop();
}
