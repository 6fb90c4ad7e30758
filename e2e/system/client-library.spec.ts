/** A merchant's program with the real `razorpay` library, through nginx to an API. */
import { randomUUID } from "node:crypto";
import Razorpay from "razorpay";
import { expect, type Gateway, withGateway } from "@/e2e/stacks/gateway";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const test = withGateway("nginx");
test.describe.configure({ mode: "default" });

interface Credentials {
  keyId: string;
  secret: string;
}

/** The library has no option for the address; its HTTP client has. */
interface WithClient {
  api: { rq: { defaults: { baseURL: string } } };
}

function aClient({ keyId, secret }: Credentials, { port }: Gateway): Razorpay {
  const client = new Razorpay({ key_id: keyId, key_secret: secret });
  (client as unknown as WithClient).api.rq.defaults.baseURL = `http://127.0.0.1:${port}`;
  return client;
}

const failed = {
  statusCode: 401,
  error: {
    code: "BAD_REQUEST_ERROR",
    description: "Authentication failed",
    reason: "invalid_api_key",
  },
};

test("the library works with a generated key, fails with the replaced one at once, and works with the new one", async ({
  gateway,
}) => {
  const actor = await anActor({ mobile: true, otp: true });
  const old = await aKey(actor, "live");
  const client = aClient(old, gateway);
  gateway.upstream.take();
  expect(await client.orders.all()).toEqual({ entity: "collection", count: 0, items: [] });
  const order = { amount: 50_000, currency: "INR", receipt: randomUUID() };
  await client.orders.create(order);
  const [listed, created] = gateway.upstream.take();
  expect(listed).toMatchObject({ method: "GET", url: expect.stringMatching(/^\/v1\/orders\?/) });
  expect(created).toMatchObject({ method: "POST", url: "/v1/orders" });
  expect(JSON.parse(created?.body ?? "")).toEqual(order);
  expect(created?.headers["x-merchant-id"]).toEqual([actor.merchant.id]);

  const fresh = await aReplacement(actor, old, "now", "live");
  // The promise is one second under any fault; without one it is a notification's way.
  const start = performance.now();
  const refusal = () =>
    client.orders.all().then(
      () => "allowed",
      (error) => error,
    );
  await expect.poll(refusal, { timeout: 1_000, intervals: [5] }).toMatchObject(failed);
  const tookMs = performance.now() - start;
  test.info().annotations.push({ type: "refused after", description: `${tookMs.toFixed(0)} ms` });
  gateway.upstream.take();
  await expect(client.orders.create(order)).rejects.toMatchObject(failed);
  expect(gateway.upstream.take()).toEqual([]);
  expect(await aClient(fresh, gateway).orders.all()).toMatchObject({ entity: "collection" });
});

test("a Test key and a mistyped secret get the library's authentication error", async ({
  gateway,
}) => {
  const actor = await anActor();
  const [live, testKey] = [await aKey(actor, "live"), await aKey(actor, "test")];
  for (const wrong of [testKey, { ...live, secret: `${live.secret} ` }]) {
    await expect(aClient(wrong, gateway).orders.all()).rejects.toMatchObject(failed);
  }
});
