/** The same history with one authorizer's clock ten minutes ahead and the other's ten minutes behind (R-9, D18). */
import { existsSync } from "node:fs";
import { withAuthorizers } from "@/e2e/support/authorizers-test";
import { expectLegalHistory } from "@/e2e/support/history-expect";

const library = [
  "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
  "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
].find((path) => existsSync(path));
const shifted = (by: string) => ({ LD_PRELOAD: library ?? "", FAKETIME: by });

const test = withAuthorizers({ a: shifted("+10m"), b: shifted("-10m") });
test.skip(!library, "Debian's package libfaketime is not installed");

test("clocks that are ten minutes wrong change no answer, whatever else breaks (R-9)", async ({
  all,
}) => {
  test.setTimeout(180_000);
  await expectLegalHistory(all, "history, clocks apart");
});
