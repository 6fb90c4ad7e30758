/** Many clients, two authorizers, and everything that may go wrong between them and the database (SECURITY §2.1). */

import { expectLegalHistory } from "@/e2e/history/expect";
import { withAuthorizers } from "@/e2e/stacks/authorizers";

/** One of the two has two processes behind its port, and what holds for the other holds for each of them. */
const test = withAuthorizers({ b: { AUTHORIZER_PROCESSES: "2" } });

test("no revoked key passes a second later and no living key is refused, whatever breaks (R-3, R-5, R-8, D5)", async ({
  all,
}) => {
  test.setTimeout(180_000);
  await expectLegalHistory(all, "history");
});
