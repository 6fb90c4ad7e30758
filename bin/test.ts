/**
 * `npm test`: every check and every suite, in less than ten minutes. It says what it leaves out. The last line adds them
 * all up; the exit code is 1 if anything failed.
 */
import {
  checks,
  playwrightTests,
  productionBuild,
  runSuites,
  unitTests,
} from "@/bin/check/run-suites";
import { findTool, missingTool, unitToolNames } from "@/bin/check/system-tools";
import { say } from "@/bin/process/cleanups";

say(
  "Left out, for `npm run test:system`: what needs a distribution's servers, and every secret changed under load.",
);
for (const tool of unitToolNames)
  if (!findTool(tool)) say(`Its tests are skipped: ${missingTool(tool)}.`);
await runSuites("npm test", [
  checks("lint", ["biome", "check", "."]),
  // Next writes the types of the routes first: a fresh clone has none.
  checks("types", ["next", "typegen"], ["tsc", "--noEmit"]),
  checks("unused code", ["knip"]),
  unitTests("unit and integration tests"),
  productionBuild,
  playwrightTests("browser tests", "machine", "without-proxy", "dashboard"),
  // On their own: what is broken on purpose must be all that is broken.
  playwrightTests("fault tests", "faults"),
]);
