import { expect } from "vitest";
import type { Answer } from "./authorizer";

/** The body of a refusal, to the byte (DESIGN §5). */
export const deniedBody =
  '{"error":{"code":"BAD_REQUEST_ERROR","description":"Authentication failed","source":"business","step":"authentication","reason":"invalid_api_key","metadata":{}}}';

export function expectDenied(answer: Answer): void {
  expect(answer.status).toBe(401);
  expect(answer.body).toBe(deniedBody);
  expect(answer.headers["www-authenticate"]).toBe('Basic realm="api", charset="UTF-8"');
  expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(answer.headers["cache-control"]).toBe("no-store");
}
