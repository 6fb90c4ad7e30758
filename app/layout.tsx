import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Csp } from "@/components/ui/csp";
import { currentOrg } from "@/lib/web/org";

export async function generateMetadata(): Promise<Metadata> {
  const org = await currentOrg();
  return {
    title: { template: `%s · ${org.name} Dashboard`, default: `${org.name} Dashboard` },
    robots: { index: false, follow: false },
    icons: { icon: { url: "/icon.svg", type: "image/svg+xml" } },
  };
}

/** The brand's accent colour for the browser's own frame, where browsers colour it. */
export async function generateViewport(): Promise<Viewport> {
  const { accent } = await currentOrg();
  return {
    themeColor: [
      { media: "(prefers-color-scheme: light)", color: accent.light },
      { media: "(prefers-color-scheme: dark)", color: accent.dark },
    ],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [org, list] = await Promise.all([currentOrg(), headers()]);
  return (
    <html
      lang={org.locale}
      data-brand={org.id}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <body>
        <Csp nonce={list.get("x-nonce") ?? ""}>{children}</Csp>
      </body>
    </html>
  );
}
