import { expect, test } from "vitest";
import { runTool } from "@/bin/process/run-tool";
import type { HeapSearch } from "@/lib/testing/search-heap";

test("nothing in memory keeps a secret (DESIGN §5: digests, never secrets)", async () => {
  const args = ["--conditions=react-server", "--import", "tsx", "lib/testing/search-heap.ts"];
  const { stdout, stderr } = await runTool(process.execPath, args, { output: "return" });
  expect(stderr).toBe("");
  const search: HeapSearch = JSON.parse(stdout);
  expect(search).toEqual({
    keptKeys: 20,
    keptAddresses: 20,
    isAddressSeen: true,
    searchedFor: 40,
    found: 0,
  });
});
