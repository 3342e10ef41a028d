import { lookup as lookUp, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Which network addresses messages may go to. */
export interface AddressGuard {
  /** By number; for names see `lookup`. */
  allows(address: string): boolean
  /**
   * Finds the addresses of a name and lets only those through that are allowed. The connection is made to
   * what was checked, so a name that means something else a moment later does not help.
   */
  lookup: LookupFunction
}

/** What a request from this server could reach and a stranger's must not: RFC 6890 and its kind. */
const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['::1', 128, 'ipv6'],
  // IPv4-compatible and IPv4-translated (SIIT): an IPv4 address in another form
  ['::', 96, 'ipv6'],
  ['::ffff:0:0:0', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  // documentation (RFC 9637), segment routing, the deprecated site-local range
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddress'
}

/** `networks`: private ones that are allowed all the same, such as 10.1.0.0/16 or fd00::/8. */
export function createAddressGuard(networks: readonly string[]): AddressGuard {
  const refused = new BlockList()
  for (const [network, bits, family] of PRIVATE) refused.addSubnet(network, bits, family)
  const allowed = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    allowed.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  const allows = (given: string) => {
    const address = plain(given)
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    return isIP(address) > 0 && (allowed.check(address, family) || !refused.check(address, family))
  }
  return {
    allows,
    lookup(name, options, done) {
      lookUp(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
        if (error) return done(error, '')
        const good = addresses.filter(({ address }) => allows(address))
        if (good[0] === undefined) return done(new PrivateAddressError(`${name} is at a private address`), '')
        if (options.all) done(null, good)
        else done(null, good[0].address, good[0].family)
      })
    },
  }
}

/** An IPv4 address in IPv6's clothes is the IPv4 address; brackets of a URL are not part of it. */
function plain(address: string): string {
  const written = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  // one address has many spellings: 0:0:0:0:0:ffff:7f00:1 is ::ffff:127.0.0.1
  const bare = isIP(written) === 6 ? new URL(`http://[${written}]`).hostname.slice(1, -1) : written
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(bare)
  if (!mapped) return bare
  if (mapped[1] !== undefined) return mapped[1]
  const [high, low] = [Number.parseInt(mapped[2]!, 16), Number.parseInt(mapped[3]!, 16)]
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}
