/** Debian's Kannel, an SMS gateway of telephone companies, with its stand-in for an operator's SMS centre. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needTool } from "@/bin/check/system-tools";
import { makeCleanups, startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { startProcess, statusOf } from "@/bin/process/start-process";

export type Kannel = Awaited<ReturnType<typeof startKannel>>;

export function startKannel() {
  return startTogether(async (cleanups) => {
    const ports = {
      admin: await findFreePort(),
      boxes: await findFreePort(),
      smsc: await findFreePort(),
      sendSms: await findFreePort(),
    };
    const { folder, remove } = makeOwnFolder("kannel");
    cleanups.add(remove);
    const file = join(folder, "kannel.conf");
    writeFileSync(file, configuration(ports));
    const logOf = (name: string) => join(folder, `${name}.log`);
    const programs = makeCleanups();
    cleanups.add(programs.run);
    const run = (
      name: "bearerbox" | "smsbox" | "fakesmsc",
      args: string[],
      isReady: () => boolean | Promise<boolean>,
    ) => {
      const command = needTool(name);
      const place = { cwd: folder, env: process.env, logFile: logOf(name) };
      return programs.keep(startProcess({ name, command, args, ...place, isReady }));
    };
    const comesUp = async () => {
      const isUp = async (port: number) => (await statusOf(`http://127.0.0.1:${port}/status`)) > 0;
      await run("bearerbox", [file], () => isUp(ports.admin));
      // It sends one message at its start, the last before a very long pause; the rest of its life it listens.
      const patience = ["-i", "1000000", "-m", "1000000"];
      const args = ["-H", "127.0.0.1", "-r", `${ports.smsc}`, ...patience, "1 2 text hello"];
      await run("fakesmsc", args, () =>
        readFileSync(logOf("fakesmsc"), "utf8").includes("sent message 1"),
      );
      await run("smsbox", [file], () => isUp(ports.sendSms));
    };
    await comesUp();
    return {
      /** For SMS_GATEWAY_URL, with SMS_HTTP_METHOD=GET. */
      sendSmsUrl: `http://127.0.0.1:${ports.sendSms}/cgi-bin/sendsms?username=keydesk&password=gateway&charset=UTF-8&to={{to}}&from={{sender}}&text={{text}}`,
      /** What reached this number at the operator, its parts put together, oldest first. */
      arrivedAt: (mobile: string) => readArrived(readFileSync(logOf("fakesmsc"), "latin1"), mobile),
      goesDown: programs.run,
      comesUp,
    };
  });
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
