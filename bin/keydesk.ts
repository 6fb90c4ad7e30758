/** `npm run keydesk -- …`: what the brand's own staff do. Exits with 0: done; 1: refused, in a sentence; 2: misused. */
import { keydesk } from "./keydesk/program";

keydesk(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  // A bug: whatever it was made of is not printed, it may hold somebody's data.
  (error) => {
    process.stderr.write(`Something went wrong (${error?.name ?? typeof error}).\n`);
    process.exitCode = 1;
  },
);
