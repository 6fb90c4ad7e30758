/** Certificates for tests (X.509, RFC 5280), made on the spot: Node reads them and cannot write them. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface Certificate {
  cert: string;
  key: string;
}

interface Issuer extends Certificate {
  name: string;
  privateKey: KeyObject;
}

/** One element of DER: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const bytes =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...bytes]), body]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
/** Object identifiers are few here, so they stand as their bytes. */
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
const time = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
const commonName = (name: string) =>
  sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));
const authority = extension("551d13", sequence(der(0x01, Buffer.from([0xff]))));
/** Where a server may be reached: localhost and 127.0.0.1. */
const loopback = extension(
  "551d11",
  sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1]))),
);

const hourMs = 3_600_000;

function pem(label: string, bytes: Buffer): string {
  const lines = bytes
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function make(name: string, own: Buffer, issuer: Issuer | null, hours = 24): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const now = Date.now();
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    commonName(issuer?.name ?? name),
    sequence(time(new Date(now - 48 * hourMs)), time(new Date(now + hours * hourMs))),
    commonName(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(own)),
  );
  const signature = sign("sha256", content, issuer?.privateKey ?? privateKey);
  const bits = der(0x03, Buffer.from([0]), signature);
  return {
    name,
    privateKey,
    cert: pem("CERTIFICATE", sequence(content, ecdsaWithSha256, bits)),
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** An authority of its own, and what it signs: servers on loopback, and clients. */
export function makeAuthority(name: string) {
  const root = make(name, authority, null);
  return {
    cert: root.cert,
    /** `hours` from now until it ends; negative: it has ended. */
    issue: (subject: string, hours?: number): Certificate => make(subject, loopback, root, hours),
  };
}
