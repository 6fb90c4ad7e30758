import { expect, test } from "vitest";
import { sharedNetworkWarning } from "./shared-network";

test.each([
  [0, "127.0.0.1", false],
  [0, "127.8.0.1", false],
  [0, "localhost", false],
  [0, "::1", false],
  [0, "0.0.0.0", true],
  [0, "::", true],
  [0, "10.0.0.7", true],
  [0, "dashboard-7f9c", true],
  [0, undefined, true],
  [1, "0.0.0.0", false],
  [2, undefined, false],
])(
  "with %i trusted proxies on %s a dashboard warns that all clients are one network: %s (L-10)",
  (hops, host, isSaid) => {
    expect(sharedNetworkWarning(hops, host)).toEqual(
      isSaid ? expect.stringMatching(/TRUSTED_PROXY_HOPS.*HOSTNAME/) : null,
    );
  },
);
