/**
 * `npm run dev`: the same as the demo, run from the sources: what is changed shows at once. Every server's log comes
 * to this terminal, each line behind the server's name.
 */
import { stripVTControlCharacters } from "node:util";
import { runDemo } from "@/bin/demo/run-demo";
import { runCommand, say } from "@/bin/process/cleanups";

const fromSources = {
  name: "dev",
  build: async () => null,
  onLine: (server: string, line: string) =>
    say(`${server.padEnd(10)} | ${stripVTControlCharacters(line)}`),
} as const;

await runCommand((cleanups) => runDemo(cleanups, fromSources), 0);
