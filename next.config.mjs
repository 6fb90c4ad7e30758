// `npm run bench:pages` measures against an empty page that no other build has.
const isBench = process.env.KEYDESK_BENCH === "1";

/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  // The threads that hash are started from files, which no import names.
  outputFileTracingIncludes: {
    "/*": [
      "lib/passwords/hash-worker.mjs",
      "node_modules/bcryptjs/**",
      "node_modules/piscina/dist/**/*.js",
    ],
  },
  // The image optimiser is off, so what it would need stays out of the build (W-12).
  outputFileTracingExcludes: {
    "/*": ["node_modules/sharp/**", "node_modules/@img/**", "node_modules/@napi-rs/**"],
  },
  serverExternalPackages: ["piscina"],
  // Next would answer "/login/" before `proxy.ts`, without its headers (W-4).
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  pageExtensions: isBench ? ["tsx", "ts", "bench.tsx"] : ["tsx", "ts"],
  experimental: {
    serverActions: { bodySizeLimit: "64kb" },
    proxyClientMaxBodySize: "64kb",
  },
};

export default config;
