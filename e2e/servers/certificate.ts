/** A certificate of a minute's make for tests of TLS, by Debian's openssl. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";

export interface Certificate {
  cert: string;
  key: string;
}

/** For these names, self-signed, good for a day; both files are in the folder. */
export function makeCertificate(folder: string, names: string[]): Certificate {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const list = names.map((name) => `DNS:${name}`).join(",");
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  const subject = ["-subj", "/CN=keydesk test", "-addext", `subjectAltName=${list}`];
  const run = spawnSync(
    needTool("openssl"),
    ["req", "-x509", ...options, ...subject, "-keyout", key, "-out", cert],
    { encoding: "utf8" },
  );
  if (run.status !== 0) throw new Error(`openssl made no certificate: ${run.stderr}`);
  return { cert, key };
}
