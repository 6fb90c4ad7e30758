/** The very files of deploy/ with real servers: only addresses, and the places that belong to one machine, are replaced. */
import { readFileSync } from "node:fs";

export interface Listening {
  port: number;
}

/** Each replacement must be in the file: what the file says is what is tested. */
export function readDeployFile(
  path: string,
  replacements: [written: string, here: string][],
): string {
  let text = readFileSync(`deploy/${path}`, "utf8");
  // In one step for each, and marked meanwhile: a port of here may be another one's of there.
  for (const [index, [written]] of replacements.entries()) {
    if (!text.includes(written)) throw new Error(`deploy/${path} does not say ${written}.`);
    text = text.replaceAll(written, `\0${index}\0`);
  }
  return text.replace(/\0(\d+)\0/g, (_, index) => replacements[Number(index)]?.[1] ?? "");
}

/** The ports that a gateway's file names, and those of here. */
export function gatewayPorts(
  [first, second]: readonly [Listening, Listening],
  api: Listening,
): [string, string][] {
  const ports: [number, number][] = [
    [3100, first.port],
    [3101, second.port],
    [8080, api.port],
  ];
  return ports.map(([written, here]) => [`127.0.0.1:${written}`, `127.0.0.1:${here}`]);
}
