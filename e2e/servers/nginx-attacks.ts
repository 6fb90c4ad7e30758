/** Requests that a gateway and the server behind it might cut differently: each hides another one for `/hidden`. */
const hidden =
  "GET /hidden HTTP/1.1\r\nHost: api.test\r\nX-Merchant-Id: evil\r\nX-Key-Id: evil\r\n\r\n";
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

export interface Attack {
  name: string;
  /** The request line. Default: POST /v1/orders. */
  line?: string;
  /** Headers beside Host and Authorization. */
  headers: string[];
  body?: string;
  /** Between lines; default CR LF. */
  newline?: string;
  /** How many requests may reach the API at most, each with the right identity. */
  atMost: 0 | 1;
}

export const attacks: Attack[] = [
  {
    name: "CL.TE",
    headers: [`Content-Length: ${hidden.length + 5}`, "Transfer-Encoding: chunked"],
    body: `0\r\n\r\n${hidden}`,
    atMost: 0,
  },
  {
    name: "TE.CL",
    headers: ["Content-Length: 4", "Transfer-Encoding: chunked"],
    body: `${chunk(hidden)}0\r\n\r\n`,
    atMost: 0,
  },
  ...["xchunked", "chunked, identity", "identity, chunked", "\u000bchunked", "chunked\u0000"].map(
    (coding): Attack => ({
      name: `TE.TE with ${JSON.stringify(coding)}`,
      headers: [`Content-Length: ${hidden.length}`, `Transfer-Encoding: ${coding}`],
      body: hidden,
      atMost: 0,
    }),
  ),
  {
    name: "a space before the colon",
    headers: [`Content-Length: ${hidden.length}`, "Transfer-Encoding : chunked"],
    body: `0\r\n\r\n${hidden}`,
    atMost: 0,
  },
  {
    name: "two encodings",
    headers: ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
    body: `0\r\n\r\n${hidden}`,
    atMost: 0,
  },
  {
    name: "two different lengths",
    headers: ["Content-Length: 0", `Content-Length: ${hidden.length}`],
    body: hidden,
    atMost: 0,
  },
  {
    name: "the same length twice",
    headers: [`Content-Length: ${hidden.length}`, `Content-Length: ${hidden.length}`],
    body: hidden,
    atMost: 0,
  },
  ...["+0", "0x0", "0,0", "-1", "1e1", "18446744073709551616"].map(
    (length): Attack => ({
      name: `the length ${length}`,
      headers: [`Content-Length: ${length}`],
      body: hidden,
      atMost: 0,
    }),
  ),
  {
    name: "a folded header",
    headers: ["X-Note: a", " Transfer-Encoding: chunked", `Content-Length: ${hidden.length}`],
    body: hidden,
    atMost: 0,
  },
  {
    name: "a chunk extension with a line end in it",
    headers: ["Transfer-Encoding: chunked"],
    body: `2;\nxx\r\n4c\r\n0\r\n\r\n${hidden}`,
    atMost: 1,
  },
  {
    name: "a chunk extension",
    headers: ["Transfer-Encoding: chunked"],
    body: `2;a="\r\n0\r\n\r\n${hidden}`,
    atMost: 1,
  },
  {
    name: "a chunk size that overflows",
    headers: ["Transfer-Encoding: chunked"],
    body: `ffffffffffffffff1\r\n${hidden}`,
    atMost: 0,
  },
  {
    name: "trailers with identity",
    headers: ["Transfer-Encoding: chunked", "Trailer: X-Merchant-Id"],
    body: "2\r\nok\r\n0\r\nX-Merchant-Id: evil\r\nX-Key-Id: evil\r\n\r\n",
    atMost: 1,
  },
  {
    name: "bare line feeds",
    headers: [`Content-Length: ${hidden.length}`],
    body: hidden,
    newline: "\n",
    atMost: 1,
  },
  {
    name: "a bare carriage return in a value",
    headers: [`X-Note: a\rX-Merchant-Id: evil\rTransfer-Encoding: chunked`, "Content-Length: 2"],
    body: `ok${hidden}`,
    atMost: 1,
  },
  {
    name: "a second request without credentials",
    headers: ["Content-Length: 0"],
    body: hidden,
    atMost: 1,
  },
  {
    name: "an absolute address",
    line: "GET http://evil.test/v1/orders HTTP/1.1",
    headers: [],
    body: hidden,
    atMost: 1,
  },
  {
    name: "HTTP/1.0 with chunks",
    line: "POST /v1/orders HTTP/1.0",
    headers: ["Transfer-Encoding: chunked", "Connection: keep-alive"],
    body: `0\r\n\r\n${hidden}`,
    atMost: 1,
  },
  {
    name: "a wait for 100 Continue",
    headers: ["Expect: 100-continue", `Content-Length: ${hidden.length}`],
    body: hidden,
    atMost: 1,
  },
  {
    name: "an upgrade",
    line: "GET /v1/orders HTTP/1.1",
    headers: ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ"],
    body: hidden,
    atMost: 1,
  },
  { name: "CONNECT", line: "CONNECT api.test:80 HTTP/1.1", headers: [], body: hidden, atMost: 0 },
  { name: "no method", line: "/hidden", headers: [], body: hidden, atMost: 0 },
  { name: "HTTP/0.9", line: "GET /hidden", headers: [], body: hidden, atMost: 0 },
  {
    name: "a line end in the path",
    line: "GET /v1/orders%0d%0aX-Merchant-Id:%20evil%0d%0a HTTP/1.1",
    headers: [],
    atMost: 1,
  },
];
