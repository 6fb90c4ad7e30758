/** `npm run demo`: everything a newcomer needs, from nothing, as it would run in production. */
import { ensureBuild } from "@/bin/build/build";
import { runDemo } from "@/bin/demo/run-demo";
import { runCommand, say } from "@/bin/process/cleanups";

function build(): Promise<string> {
  say("Building the dashboard (only when its sources changed).");
  return ensureBuild();
}

await runCommand((cleanups) => runDemo(cleanups, { name: "demo", build }), 0);
