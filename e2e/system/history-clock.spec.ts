/** The same history with one authorizer's clock ten minutes ahead and the other's ten minutes behind (R-9, D18). */
import { findTool, missingTool } from "@/bin/check/system-tools";
import { expectLegalHistory } from "@/e2e/history/expect";
import { withAuthorizers } from "@/e2e/stacks/authorizers";

const library = findTool("libfaketime");
const shifted = (by: string) => ({ LD_PRELOAD: library ?? "", FAKETIME: by });

const test = withAuthorizers({ a: shifted("+10m"), b: shifted("-10m") });
test.skip(!library, missingTool("libfaketime"));

test("clocks that are ten minutes wrong change no answer, whatever else breaks (R-9)", async ({
  all,
}) => {
  test.setTimeout(180_000);
  await expectLegalHistory(all, "history, clocks apart");
});
