/** Certificate and key of a server, and whose clients it takes, read from files. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { type Complain, Mistake, Mistakes } from "./mistakes";

export interface TlsFiles {
  AUTHORIZER_TLS_CERT?: string | undefined;
  AUTHORIZER_TLS_KEY?: string | undefined;
  AUTHORIZER_TLS_CLIENT_CA?: string | undefined;
}

export interface TlsMaterial {
  cert: Buffer;
  key: Buffer;
  /** Only clients with a certificate of these authorities are taken. */
  ca?: Buffer;
  /** When the certificate ends. */
  validTo: Date;
}

const certName = "AUTHORIZER_TLS_CERT";
const keyName = "AUTHORIZER_TLS_KEY";
const caName = "AUTHORIZER_TLS_CLIENT_CA";

/** Null: no TLS is wanted. Throws `Misconfigured` with a sentence for each file that does not do. */
export function readTls(files: TlsFiles): TlsMaterial | null {
  const mistakes = new Mistakes();
  const material = tryReading(files, mistakes.add);
  mistakes.throwAny();
  return material;
}

/** Complains of every file that does not do. */
export function tryReading(files: TlsFiles, complain: Complain): TlsMaterial | null {
  const wanted = [certName, keyName, caName].find((name) => files[name as keyof TlsFiles]);
  if (!wanted) return null;
  const read = <T>(name: keyof TlsFiles, parse: (pem: Buffer) => T) =>
    readFile(files[name], { name, wanted, parse, complain });
  const cert = read(certName, (pem) => new X509Certificate(pem));
  const key = read(keyName, createPrivateKey);
  const ca = files[caName] ? read(caName, (pem) => new X509Certificate(pem)) : undefined;
  if (!cert || !key || ca === null) return null;
  const material = { cert: cert.pem, key: key.pem, ...(ca && { ca: ca.pem }) };
  try {
    fit(cert.parsed, key.parsed);
    createSecureContext(material);
    return { ...material, validTo: new Date(cert.parsed.validTo) };
  } catch (error) {
    if (error instanceof Mistake) complain(error.variable, error.words);
    else complain(certName, `is not accepted by OpenSSL (${(error as { code?: string }).code})`);
    return null;
  }
}

function fit(cert: X509Certificate, key: KeyObject): void {
  if (!cert.checkPrivateKey(key))
    throw new Mistake(keyName, `does not belong to the certificate in ${certName}`);
}

interface Reading<T> {
  name: string;
  /** Which variable makes this one needed. */
  wanted: string;
  parse(pem: Buffer): T;
  complain: Complain;
}

function readFile<T>(path: string | undefined, { name, wanted, parse, complain }: Reading<T>) {
  if (!path) {
    complain(name, `is missing; ${wanted} needs it`);
    return null;
  }
  try {
    const pem = readFileSync(path);
    return { pem, parsed: parse(pem) };
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    complain(
      name,
      syscall ? `names a file that cannot be read (${code})` : "names a file that is no PEM for it",
    );
    return null;
  }
}
