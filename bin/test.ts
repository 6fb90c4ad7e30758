/**
 * `npm test`: every check and every suite. Left out is what needs servers that npm cannot install:
 * `npm run test:system`. The last line adds them all up; the exit code is 1 if anything failed.
 */
import {
  checks,
  playwrightTests,
  productionBuild,
  runSuites,
  unitTests,
} from "@/bin/check/run-suites";

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
