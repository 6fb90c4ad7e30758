/** The Envoy and Traefik files hold what makes them safe. They are read, not run: Debian has neither program. */
import { readFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import { parse } from "yaml";

// biome-ignore lint/suspicious/noExplicitAny: the shapes are the gateways' own
type Tree = any;

const read = (path: string): Tree => parse(readFileSync(`deploy/${path}`, "utf8"));

const identity = ["x-key-id", "x-merchant-id", "x-mode", "x-org"];
const small = (names: string[]) => names.map((name) => name.toLowerCase());

test.describe("envoy.yaml", () => {
  const { listeners, clusters } = read("envoy/envoy.yaml").static_resources;
  const managerOf = (index: number): Tree =>
    listeners[index].filter_chains[0].filters[0].typed_config;
  const filterOf = (manager: Tree, name: string): Tree =>
    manager.http_filters.find((filter: Tree) => filter.name === `envoy.filters.http.${name}`)
      .typed_config;
  const gateway = managerOf(0);
  const asked = filterOf(gateway, "ext_authz");

  test("never fails open: an error of any kind is 503, with Retry-After and JSON (A-5, A-6)", () => {
    expect(asked.failure_mode_allow).toBe(false);
    expect(asked.status_on_error).toEqual({ code: "ServiceUnavailable" });
    expect(asked).not.toHaveProperty("filter_enabled");
    const [mapper] = gateway.local_reply_config.mappers;
    expect(mapper.headers_to_add[0].header).toEqual({ key: "retry-after", value: "1" });
    expect(JSON.parse(mapper.body.inline_string).error).toMatchObject({ code: "SERVER_ERROR" });
  });

  test("removes what clients say before it asks, and sets what the authorizer said (A-7)", () => {
    const [early] = gateway.early_header_mutation_extensions;
    const removed = early.typed_config.mutations.map(({ remove }: Tree) => remove);
    expect(removed).toEqual(expect.arrayContaining([...identity, "x-gateway-token"]));
    const order = gateway.http_filters.map(({ name }: Tree) => name.split(".").at(-1));
    expect(order).toEqual(["lua", "ext_authz", "router"]);
    const { allowed_upstream_headers: set } = asked.http_service.authorization_response;
    expect(set.patterns.map(({ exact }: Tree) => exact)).toEqual(identity);
    expect(gateway.common_http_protocol_options.headers_with_underscores_action).not.toBe("ALLOW");
  });

  test("asks for the Live mode in a way the client's own query cannot change", () => {
    expect(asked.http_service.path_prefix).toBe("/authorize?mode=live&uri=");
  });

  test("tells the authorizer the real peer, and keeps the secret from the API (A-20)", () => {
    expect([gateway.use_remote_address, gateway.xff_num_trusted_hops]).toEqual([true, 0]);
    const [whoami, everything] = gateway.route_config.virtual_hosts[0].routes;
    expect(everything).toMatchObject({ match: { prefix: "/" }, route: { cluster: "keydesk_api" } });
    expect(everything.request_headers_to_remove).toEqual(["authorization"]);
    // The one route that ext_authz leaves alone leads to the authorizer itself.
    expect(whoami.route.cluster).toBe("keydesk_gate");
    expect(everything).not.toHaveProperty("typed_per_filter_config");
  });

  test("everything listens and leads to loopback, and connections are kept shorter than there", () => {
    const text = readFileSync("deploy/envoy/envoy.yaml", "utf8");
    expect(new Set(text.match(/address: [\d.]+/g))).toEqual(new Set(["address: 127.0.0.1"]));
    const authorizers = clusters.find(({ name }: Tree) => name === "keydesk_authorizer");
    const [options] = Object.values<Tree>(authorizers.typed_extension_protocol_options);
    expect(Number.parseInt(options.common_http_protocol_options.idle_timeout, 10)).toBeLessThan(75);
    expect(authorizers.load_assignment.endpoints[0].lb_endpoints).toHaveLength(2);
  });
});

test.describe("traefik", () => {
  const { entryPoints } = read("traefik/traefik.yaml");
  const { routers, middlewares, services, serversTransports } = read("traefik/dynamic.yaml").http;
  const { forwardAuth } = middlewares.authorize;

  test("every way to the API leads by the authorizer, after the client's identity is gone (A-7)", () => {
    for (const { service, middlewares: chain } of Object.values<Tree>(routers)) {
      if (service !== "api") continue;
      expect(chain).toEqual(["strip-identity", "authorize", "drop-secret"]);
    }
    const { customRequestHeaders: stripped } = middlewares["strip-identity"].headers;
    const gone = Object.keys(stripped).filter((name) => stripped[name] === "");
    expect(small(gone)).toEqual(
      expect.arrayContaining([...identity, "x-gateway-token", "connection"]),
    );
    expect(small(forwardAuth.authResponseHeaders)).toEqual(identity);
    expect(entryPoints.gateway.http.aliasHeadersStrategy).toBe("delete");
    expect(middlewares["drop-secret"].headers.customRequestHeaders).toEqual({ Authorization: "" });
  });

  test("asks for the Live mode with the credentials alone, and believes no forwarded address (A-20)", () => {
    expect(forwardAuth.address).toBe("http://127.0.0.1:8444/authorize?mode=live");
    expect(forwardAuth.authRequestHeaders).toEqual(["Authorization"]);
    expect(forwardAuth.trustForwardHeader).toBe(false);
    expect(entryPoints.gateway.forwardedHeaders).toEqual({ insecure: false });
  });

  test("has two authorizers, and keeps connections shorter than they do", () => {
    expect(services.authorizers.loadBalancer.servers).toHaveLength(2);
    expect(services.authorizers.loadBalancer.healthCheck.path).toBe("/readyz");
    const { forwardingTimeouts } = serversTransports.authorizers;
    expect(Number.parseInt(forwardingTimeouts.idleConnTimeout, 10)).toBeLessThan(75);
  });
});
