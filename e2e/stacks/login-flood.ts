/** Logins without end, so many at a time, until this process is stopped: `tsx login-flood.ts <port> <width>`. */
import { setPriority } from "node:os";
import { callAction } from "@/e2e/wire/call-action";

const [port = 0, width = 0] = process.argv.slice(2).map(Number);
// A flood comes from elsewhere: sending it must not take the processor from what is measured.
setPriority(19);

let count = 0;
async function flood(): Promise<never> {
  for (;;) {
    const fields = {
      email: `nobody-${count++}@tests.test`,
      password: "not-the-password-of-anybody",
    };
    await callAction({ action: "logInAction", fields, port }).catch(() => undefined);
    process.stdout.write(".");
  }
}

await Promise.all(Array.from({ length: width }, flood));
