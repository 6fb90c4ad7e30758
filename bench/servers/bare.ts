/** The limit: node:http, one HMAC, one look-up in a Map. */
import { createServer } from "node:http";
import { readChecker } from "./memory-check";

const check = readChecker();

createServer((request, response) => {
  const known = check(request.headers.authorization);
  if (known) response.writeHead(204, known.headers).end();
  else response.writeHead(401).end();
}).listen(Number(process.env.PORT), "127.0.0.1");
