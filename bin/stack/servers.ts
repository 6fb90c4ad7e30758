/** The dashboard, the authorizer and the worker as processes: of a build, or from the sources with hot reload. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { authorizerFile, markUse, workerFile } from "@/bin/build/build";
import { type RunningProgram, startProcess, statusOf } from "@/bin/process/start-process";

export interface ServerOptions {
  /** Null: from the sources, and again whenever they change. */
  buildDir: string | null;
  port: number;
  env: Record<string, string>;
  /** Called at once with the id of its process. */
  onStart?: (name: ServerName, pid: number) => void;
  onLine?: ((name: ServerName, line: string) => void) | undefined;
}

export interface Server extends RunningProgram {
  url: string;
  /** Begins anew with each start. */
  logFile: string;
}

export type ServerName = "dashboard" | "authorizer" | "worker";

interface Program {
  built: string;
  /** What Node runs for the same from the sources. */
  source: string[];
  readyPath: string;
  port: string;
}

const watch = ["node_modules/tsx/dist/cli.mjs", "watch", "--clear-screen=false"];
const conditions = "--conditions=react-server";

const programs: Record<ServerName, Program> = {
  dashboard: {
    built: "server.js",
    source: ["node_modules/next/dist/bin/next", "dev", "-H", "127.0.0.1"],
    readyPath: "/api/ready",
    port: "PORT",
  },
  authorizer: {
    built: authorizerFile,
    source: [...watch, conditions, "bin/authorizer.ts"],
    readyPath: "/readyz",
    port: "AUTHORIZER_PORT",
  },
  // It answers nothing but whether it is healthy.
  worker: {
    built: workerFile,
    source: [...watch, conditions, "bin/worker.ts"],
    readyPath: "/healthz",
    port: "WORKER_PORT",
  },
};

/** A page that is compiled when it is first asked for takes a while. */
const sourceTimeoutMs = 180_000;
const inherited = ["PATH", "HOME", "TMPDIR", "LANG", "TZ"];

/** Serves on 127.0.0.1 and returns once it is ready; else throws with the end of its log. */
export async function startServer(name: ServerName, o: ServerOptions): Promise<Server> {
  const { buildDir, port, onLine } = o;
  const { built, source, readyPath, port: portName } = programs[name];
  const url = `http://127.0.0.1:${port}`;
  const logFile = `.data/logs/${name}-${port}.log`;
  rmSync(logFile, { force: true });
  const server = await startProcess({
    name: `The ${name}`,
    command: process.execPath,
    args: buildDir === null ? source : [join(buildDir, built)],
    ...(buildDir === null ? { readyTimeoutMs: sourceTimeoutMs } : { cwd: buildDir }),
    env: {
      // Nothing of the starter's configuration leaks in: a server gets what it is given.
      ...Object.fromEntries(inherited.map((variable) => [variable, process.env[variable]])),
      ...o.env,
      NODE_ENV: buildDir === null ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      HOSTNAME: "127.0.0.1",
      AUTHORIZER_HOST: "127.0.0.1",
      [portName]: `${port}`,
    },
    logFile,
    isReady: async () => (await statusOf(`${url}${readyPath}`, gatewayToken(o.env))) === 200,
    onStart: (pid) => {
      o.onStart?.(name, pid);
      if (buildDir !== null) markUse(buildDir, pid);
    },
    onLine: onLine && ((line) => onLine(name, line)),
  });
  return { ...server, url, logFile };
}

/** An authorizer with AUTHORIZER_TOKEN tells nobody else whether it is ready. */
export function gatewayToken({ AUTHORIZER_TOKEN }: Record<string, string>): Record<string, string> {
  const [token] = AUTHORIZER_TOKEN?.split(",") ?? [];
  return token ? { "x-gateway-token": token } : {};
}
