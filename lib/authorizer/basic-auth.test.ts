import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBasic } from "./basic-auth";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const good = base64("id:secret");

describe("a Basic header (RFC 7617, A-1, A-2)", () => {
  const accepted: [string, string, [string, string]][] = [
    ["as it is usually written", `Basic ${good}`, ["id", "secret"]],
    ["small letters", `basic ${good}`, ["id", "secret"]],
    ["capitals", `BASIC ${good}`, ["id", "secret"]],
    ["several spaces", `Basic   ${good}`, ["id", "secret"]],
    ["colons in the secret", `Basic ${base64("id:a:b:")}`, ["id", "a:b:"]],
    ["spaces are kept", `Basic ${base64(" id : secret ")}`, [" id ", " secret "]],
    ["a line break is kept", `Basic ${base64("id:secret\n")}`, ["id", "secret\n"]],
    ["UTF-8", `Basic ${base64("é:ü")}`, ["é", "ü"]],
    ["no padding needed", `Basic ${base64("id:secre")}`, ["id", "secre"]],
    ["one padding character", `Basic ${base64("id:secr")}`, ["id", "secr"]],
    ["exactly 1 KB", `Basic ${base64(`id:${"x".repeat(759)}`)}`, ["id", "x".repeat(759)]],
  ];
  test.each(accepted)("is read: %s", (_, header, [keyId, secret]) => {
    expect(parseBasic(header)).toEqual({ keyId, secret });
  });

  const refused: [string, string][] = [
    ["nothing", ""],
    ["the scheme alone", "Basic"],
    ["the scheme and a space", "Basic "],
    ["no space", `Basic${good}`],
    ["a tab", `Basic\t${good}`],
    ["a leading space", ` Basic ${good}`],
    ["a trailing space", `Basic ${good} `],
    ["another scheme", `Bearer ${good}`],
    ["Digest", 'Digest username="id"'],
    ["a longer scheme", `Basics ${good}`],
    ["a colon after the scheme", `Basic: ${good}`],
    ["quotes", `Basic "${good}"`],
    ["two tokens", `Basic ${good} ${good}`],
    ["two tokens with a comma", `Basic ${good}, ${good}`],
    ["two headers joined", `Basic ${good}, Basic ${good}`],
    ["a parameter", `Basic ${good}; charset=UTF-8`],
    ["plain text", "Basic id:secret"],
    ["no colon", `Basic ${base64("idsecret")}`],
    ["an empty id", `Basic ${base64(":secret")}`],
    ["an empty secret", `Basic ${base64("id:")}`],
    ["a colon alone", `Basic ${base64(":")}`],
    ["an empty token", "Basic ="],
    ["padding alone", "Basic ===="],
    ["missing padding", `Basic ${base64("id:secr").replace(/=+$/, "")}`],
    ["too much padding", `Basic ${good}=`],
    ["padding where none belongs", `Basic ${base64("id:secre")}==`],
    ["padding in the middle", `Basic ${base64("id:")}==${base64("secret")}`],
    ["three padding characters", `Basic ${base64("id:secr")}==`],
    ["bits left over in the last character", "Basic aWQ6c2VjcnR="],
    ["url-safe minus", "Basic aWQ6_-8="],
    ["url-safe underscore", "Basic aWQ6c2Vjcm_0"],
    ["a line break inside", `Basic ${good.slice(0, 4)}\n${good.slice(4)}`],
    ["a space inside", `Basic ${good.slice(0, 4)} ${good.slice(4)}`],
    ["a percent sign", `Basic ${good.slice(0, 4)}%3D`],
    ["a NUL after it", `Basic ${good}\0`],
    ["a non-ASCII character", `Basic ${good}é`],
    ["a full-width B", `Ｂasic ${good}`],
    ["a dotless i", `Basıc ${good}`],
    ["more than 1 KB", `Basic ${base64(`id:${"x".repeat(770)}`)}`],
    ["a megabyte", `Basic ${"A".repeat(1 << 20)}`],
    ["many spaces", `Basic ${" ".repeat(2000)}${good}`],
    ["a comma", "Basic ,"],
    ["JSON", '{"id":"secret"}'],
    ["an array's text", "[object Object]"],
    ["a length of one", "Basic A"],
    ["a length of five", "Basic aWQ6c"],
  ];
  test.each(refused)("is refused: %s", (_, header) => {
    expect(parseBasic(header)).toBeNull();
  });

  test("with any bytes never throws, and what was read encodes to the same header", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: "binary" })),
        (text) => {
          for (const header of [text, `Basic ${text}`, `Basic ${base64(text)}`]) {
            const read = parseBasic(header);
            if (read)
              expect(Buffer.from(header.slice(6).trim(), "base64").toString()).toBe(
                `${read.keyId}:${read.secret}`,
              );
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
