/** Whether a host, as an address or a URL names it, is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return ["localhost", "::1"].includes(name) || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}
