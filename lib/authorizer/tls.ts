/** The authorizer's server with TLS or without. With TLS it speaks nothing else on its port. */
import {
  createServer,
  type Server as HttpServer,
  type RequestListener,
  type ServerOptions,
} from "node:http";
import {
  createServer as createSecureServer,
  type Server as HttpsServer,
  type ServerOptions as SecureOptions,
} from "node:https";
import type pino from "pino";
import { Misconfigured } from "@/lib/core/mistakes";
import { readTls, type TlsFiles, type TlsMaterial } from "@/lib/core/tls-files";

export type Server = HttpServer | HttpsServer;

/** Who is slower holds a connection for nothing. */
const handshakeMs = 5_000;

/** With a `ca` it speaks to clients with a certificate of that authority, and to nobody else. */
export function makeListener(
  tls: TlsMaterial | null,
  limits: ServerOptions,
  onRequest: RequestListener,
): Server {
  if (!tls) return createServer(limits, onRequest);
  const options = { ...limits, ...optionsOf(tls), handshakeTimeout: handshakeMs };
  return createSecureServer(options, onRequest);
}

function optionsOf({ cert, key, ca }: TlsMaterial): SecureOptions {
  const isMutual = ca !== undefined;
  return {
    cert,
    key,
    ...(isMutual && { ca }),
    requestCert: isMutual,
    rejectUnauthorized: isMutual,
    minVersion: "TLSv1.2",
  };
}

/**
 * Reads the files again: handshakes from now on use them, connections that stand go on. Files that do not do are told
 * in the log, and those from before stay.
 */
export function reloadTls(server: Server, files: TlsFiles, log: pino.Logger): void {
  try {
    const tls = readTls(files);
    if (!tls || !("setSecureContext" in server)) return;
    server.setSecureContext(optionsOf(tls));
    log.info({ tls: describeTls(tls) }, "certificates read again");
    warnOfEnd(tls, log);
  } catch (err) {
    const why = err instanceof Misconfigured ? { why: err.sentences.join(" ") } : { err };
    log.error(why, "certificates not read; those from before stay");
  }
}

/** For the log. */
export function describeTls(tls: TlsMaterial | null) {
  return tls ? { until: tls.validTo.toISOString(), mutual: tls.ca !== undefined } : "off";
}

/** It starts all the same: a gateway may not mind, and a restart is no moment to be down. */
export function warnOfEnd({ validTo }: TlsMaterial, log: pino.Logger): void {
  if (validTo.getTime() < Date.now())
    log.warn({ why: "The certificate in AUTHORIZER_TLS_CERT has expired: renew it." }, "not safe");
}
