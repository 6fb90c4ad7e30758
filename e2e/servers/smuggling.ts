/** Requests that a gateway and the server behind it might cut differently: each hides another one for `/hidden`. */
const hidden =
  "GET /hidden HTTP/1.1\r\nHost: api.test\r\nX-Merchant-Id: evil\r\nX-Key-Id: evil\r\n\r\n";
const sized = `Content-Length: ${hidden.length}`;
const chunked = "Transfer-Encoding: chunked";
const afterChunks = `0\r\n\r\n${hidden}`;

interface Attack {
  name: string;
  /** How many requests may reach the API at most, each with the right identity. */
  atMost: 0 | 1;
  /** The same where Caddy, which follows RFC 9112 to the letter, settles what nginx refuses. */
  atMostByCaddy: 0 | 1;
  line: string;
  /** Headers beside Host and Authorization. */
  headers: string[];
  body: string;
  /** Between lines. */
  newline: string;
}

function attack(
  atMost: Attack["atMost"],
  name: string,
  headers: string[],
  more: Partial<Attack> = {},
): Attack {
  const usual = { line: "POST /v1/orders HTTP/1.1", body: hidden, newline: "\r\n" };
  return { ...usual, name, atMost, atMostByCaddy: atMost, headers, ...more };
}

const codings = ["xchunked", "chunked, identity", "identity, chunked", "\vchunked", "chunked\0"];
const lengths = ["+0", "0x0", "0,0", "-1", "1e1", "18446744073709551616"];

export const attacks: Attack[] = [
  attack(0, "CL.TE", [`Content-Length: ${hidden.length + 5}`, chunked], {
    body: afterChunks,
    atMostByCaddy: 1,
  }),
  attack(0, "TE.CL", ["Content-Length: 4", chunked], {
    body: `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
    atMostByCaddy: 1,
  }),
  ...codings.map((coding) =>
    attack(0, `TE.TE with ${JSON.stringify(coding)}`, [sized, `Transfer-Encoding: ${coding}`]),
  ),
  attack(0, "a space before the colon", [sized, "Transfer-Encoding : chunked"], {
    body: afterChunks,
  }),
  attack(0, "two encodings", [chunked, "Transfer-Encoding: identity"], { body: afterChunks }),
  attack(0, "two different lengths", ["Content-Length: 0", sized]),
  attack(0, "the same length twice", [sized, sized], { atMostByCaddy: 1 }),
  ...lengths.map((length) => attack(0, `the length ${length}`, [`Content-Length: ${length}`])),
  attack(0, "a folded header", ["X-Note: a", ` ${chunked}`, sized], { atMostByCaddy: 1 }),
  attack(1, "a chunk extension with a line end in it", [chunked], {
    body: `2;\nxx\r\n4c\r\n${afterChunks}`,
  }),
  attack(1, "a chunk extension", [chunked], { body: `2;a="\r\n${afterChunks}` }),
  attack(0, "a chunk size that overflows", [chunked], {
    body: `ffffffffffffffff1\r\n${hidden}`,
    atMostByCaddy: 1,
  }),
  attack(1, "trailers with identity", [chunked, "Trailer: X-Merchant-Id"], {
    body: "2\r\nok\r\n0\r\nX-Merchant-Id: evil\r\nX-Key-Id: evil\r\n\r\n",
  }),
  attack(1, "bare line feeds", [sized], { newline: "\n" }),
  attack(
    1,
    "a bare carriage return in a value",
    [`X-Note: a\rX-Merchant-Id: evil\r${chunked}`, "Content-Length: 2"],
    { body: `ok${hidden}` },
  ),
  attack(1, "a second request without credentials", ["Content-Length: 0"]),
  attack(1, "an absolute address", [], { line: "GET http://evil.test/v1/orders HTTP/1.1" }),
  attack(1, "HTTP/1.0 with chunks", [chunked, "Connection: keep-alive"], {
    line: "POST /v1/orders HTTP/1.0",
    body: afterChunks,
  }),
  attack(1, "a wait for 100 Continue", ["Expect: 100-continue", sized]),
  attack(
    1,
    "an upgrade",
    ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQ"],
    { line: "GET /v1/orders HTTP/1.1" },
  ),
  attack(0, "CONNECT", [], { line: "CONNECT api.test:80 HTTP/1.1" }),
  attack(0, "no method", [], { line: "/hidden" }),
  attack(0, "HTTP/0.9", [], { line: "GET /hidden" }),
  attack(1, "a line end in the path", [], {
    line: "GET /v1/orders%0d%0aX-Merchant-Id:%20evil%0d%0a HTTP/1.1",
    body: "",
  }),
];
