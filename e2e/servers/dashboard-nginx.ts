/** Debian's nginx with the very file of deploy/nginx for the dashboard: addresses, certificate and places are replaced. */
import { join } from "node:path";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { makeCertificate } from "./certificate";
import { type Listening, readDeployFile } from "./deploy-file";
import { runNginx } from "./nginx";

const brandHosts = ["razorpay.localhost", "curlec.localhost", "axis.localhost"];

/** `port` speaks TLS and HTTP/2, unless `isPlain`; `plainPort` leads there. */
export function startDashboardNginx(
  [first, second]: readonly [Listening, Listening],
  { isPlain = false } = {},
) {
  return startTogether(async (cleanups) => {
    const [port, plainPort] = [await findFreePort(), await findFreePort()];
    const { folder: secrets, remove } = makeOwnFolder("certificates");
    cleanups.add(remove);
    const { cert, key } = makeCertificate(secrets, brandHosts);
    const text = (folder: string) =>
      readDeployFile("nginx/dashboard.conf", [
        ["127.0.0.1:3000", `127.0.0.1:${first.port}`],
        ["127.0.0.1:3001", `127.0.0.1:${second.port}`],
        ["    listen [::]:443 ssl http2 default_server;\n", ""],
        ["    listen [::]:80 default_server;\n", ""],
        ["    listen [::]:80;\n", ""],
        ["listen 443 ssl http2", `listen 127.0.0.1:${port}${isPlain ? "" : " ssl http2"}`],
        ["listen 80", `listen 127.0.0.1:${plainPort}`],
        ["dashboard.razorpay.example dashboard.curlec.example axis.example", brandHosts.join(" ")],
        ["/etc/nginx/keydesk/fullchain.pem", cert],
        ["/etc/nginx/keydesk/privkey.pem", key],
        ["/var/lib/nginx/keydesk_static", join(folder, "static")],
        ["/var/log/nginx/keydesk_dashboard.log", join(folder, "dashboard.log")],
      ]);
    const { pid, folder, logFile: errorLog } = await runNginx(cleanups, port, text);
    return { port, plainPort, pid, cert, accessLog: join(folder, "dashboard.log"), errorLog };
  });
}
