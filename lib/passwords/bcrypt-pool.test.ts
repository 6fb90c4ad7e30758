import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { bcryptCompare, bcryptHash, hashingFigures, withHashingPlace } from "./bcrypt-pool";

const asker = { network: "203.0.113.1" };

test("one processor stays free, and no more passwords are hashed at once than there are threads and one", async () => {
  const { threads } = hashingFigures();
  expect(threads).toBe(Math.max(1, availableParallelism() - 1));
  const seen: number[] = [];
  const work = async () => {
    seen.push(hashingFigures().busy);
    await bcryptHash("any", 8);
  };
  await Promise.all(Array.from({ length: 5 * threads }, () => withHashingPlace(asker, work)));
  expect(Math.max(...seen)).toBe(threads + 1);
  expect(hashingFigures()).toMatchObject({ busy: 0, waiting: 0 });
});

test("what fails in a thread fails for whoever asked, and for nobody else", async () => {
  const failing = bcryptHash(null as unknown as string, 8);
  const hash = bcryptHash("any", 8);
  await expect(failing).rejects.toThrow();
  expect(await bcryptCompare("any", await hash)).toBe(true);
});

/** How nice each thread of this process is: the nineteenth field, the first after the name's bracket being the third. */
function niceOfThreads(): number[] {
  return readdirSync("/proc/self/task").map((thread) => {
    const fields = readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(") ")[1] ?? "";
    return Number(fields.split(" ")[16]);
  });
}

if (process.platform === "linux")
  test("the threads that hash give way to all others of the process (M4, R-4)", async () => {
    await bcryptHash("any", 8);
    const nice = niceOfThreads();
    const patient = nice.filter((value) => value === 10).length;
    expect(patient).toBeGreaterThanOrEqual(1);
    expect(patient).toBeLessThanOrEqual(hashingFigures().threads);
    expect(nice.filter((value) => value === 0).length).toBeGreaterThan(patient);
  });
