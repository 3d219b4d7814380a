import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Blocks that IANA's registries of special purposes do not call globally reachable. */
const special = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(network, prefix, "ipv4");
/** Of IPv6 only global unicast is public, without what holds an address of another kind: Teredo, 6to4, documentation. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is one that everybody can reach, and not this machine's, its network's or its cloud's. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, "ipv4");
  return family === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}

/** An address that may not be asked for. */
export class ForbiddenAddress extends Error {
  override name = "ForbiddenAddress";
}

/**
 * Throws where an address names no public host: another protocol or port than the web's, a name or number of the machine's own
 * network. What a name resolves to is for `publicLookup` to say, at the moment of connecting.
 */
export function requirePublic(url: URL): void {
  if (url.port !== "") throw new ForbiddenAddress(`the port ${url.port} is not one of the web's`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isPublicAddress(host)) throw new ForbiddenAddress("the address is not public");
}

/** A lookup that fails unless everything a name resolves to is public: what is checked is what is connected to. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error) callback(error, "", 0);
    else if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      callback(new ForbiddenAddress("the name leads to an address that is not public"), "", 0);
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
