import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Csp } from "@/components/ui/csp";
import { currentOrg } from "@/lib/web/org";

export async function generateMetadata(): Promise<Metadata> {
  const org = await currentOrg();
  return {
    title: { template: `%s · ${org.name} Dashboard`, default: `${org.name} Dashboard` },
    robots: { index: false, follow: false },
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
