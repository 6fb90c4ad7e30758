/** Debian's Kannel, an SMS gateway of telephone companies, with its stand-in for an operator's SMS centre. */

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { needTool } from "@/bin/check/system-tools";
import { freePort, stopProcess } from "@/bin/stack/servers";

export interface Kannel {
  /** For SMS_GATEWAY_URL, with SMS_HTTP_METHOD=GET. */
  sendSmsUrl: string;
  /** What reached this number at the operator, its parts put together, oldest first. */
  arrivedAt(mobile: string): string[];
  /** The gateway goes away and comes back. */
  goesDown(): Promise<void>;
  comesUp(): Promise<void>;
  stop(): Promise<void>;
}

const startMs = 15_000;

export async function startKannel(): Promise<Kannel> {
  const [admin, boxes, smsc, sendSms] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const folder = resolve(".data/kannel", `${smsc}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "kannel.conf");
  writeFileSync(file, configuration({ admin, boxes, smsc, sendSms }));
  const operatorLog = join(folder, "fakesmsc.log");
  const pids: number[] = [];
  const run = (name: "bearerbox" | "smsbox" | "fakesmsc", args: string[]) => {
    const log = openSync(join(folder, `${name}.log`), "a");
    const child = spawn(needTool(name), args, { cwd: folder, stdio: ["ignore", log, log] });
    closeSync(log);
    if (!child.pid) throw new Error(`${name} could not be started.`);
    pids.push(child.pid);
  };
  const comesUp = async () => {
    run("bearerbox", [file]);
    await until(() => answers(`http://127.0.0.1:${admin}/status?password=none`), folder);
    // It sends one message at its start, the last before a very long pause; the rest of its life it listens.
    const patience = ["-i", "1000000", "-m", "1000000"];
    run("fakesmsc", ["-H", "127.0.0.1", "-r", `${smsc}`, ...patience, "1 2 text hello"]);
    run("smsbox", [file]);
    await until(() => answers(`http://127.0.0.1:${sendSms}/`), folder);
    await until(async () => readFileSync(operatorLog, "utf8").includes("sent message 1"), folder);
  };
  const goesDown = async () => {
    for (const pid of pids.splice(0).reverse()) await stopProcess(pid);
  };
  await comesUp();
  return {
    sendSmsUrl: `http://127.0.0.1:${sendSms}/cgi-bin/sendsms?username=keydesk&password=gateway&charset=UTF-8&to={{to}}&from={{sender}}&text={{text}}`,
    arrivedAt: (mobile) => readArrived(readFileSync(operatorLog, "latin1"), mobile),
    goesDown,
    comesUp,
    stop: async () => {
      await goesDown();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(ports: { admin: number; boxes: number; smsc: number; sendSms: number }) {
  return `group = core
admin-port = ${ports.admin}
admin-password = admin
admin-interface = 127.0.0.1
smsbox-port = ${ports.boxes}
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"

group = smsc
smsc = fake
smsc-id = operator
port = ${ports.smsc}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendSms}
sendsms-interface = 127.0.0.1

group = sendsms-user
username = keydesk
password = gateway
concatenation = true
max-messages = 4

group = sms-service
keyword = default
omit-empty = true
text = ""
`;
}

/**
 * Its log has "Got message 2: <RZRPAY +919876543210 text 123456 is…>" for a short message, and each further line of
 * that one as a message of its own; of a long one each part as "<RZRPAY +919876543210 udh %05… data 123456+is…>".
 */
function readArrived(log: string, mobile: string): string[] {
  const texts: { to: string; text: string }[] = [];
  for (const [, line = ""] of log.matchAll(/Got message \d+: <(.*)>$/gm)) {
    const [, to = "", kind = "", rest = ""] = /^\S+ (\S+) (text|udh) (.*)$/.exec(line) ?? [];
    const last = texts.at(-1);
    if (kind === "text") texts.push({ to, text: rest });
    else if (kind === "udh") {
      const [header = "", , part = ""] = rest.split(" ");
      const text = decodeURIComponent(part.replace(/\+/g, " ").replace(/%(?=[89A-F])/gi, "%25"));
      // The last two digits of a part's header are its number.
      if (header.endsWith("%01") || !last) texts.push({ to, text });
      else last.text += text;
    } else if (last) last.text += `\n${line}`;
  }
  return texts.filter((message) => message.to === mobile).map(({ text }) => text);
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function until(isSo: () => Promise<boolean>, folder: string): Promise<void> {
  const deadline = Date.now() + startMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) {
      const said = readFileSync(join(folder, "bearerbox.log"), "utf8").slice(-1_000);
      throw new Error(`Kannel did not start: ${said}`);
    }
    await sleep(50);
  }
}
