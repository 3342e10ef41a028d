import { isIP } from 'node:net'

/**
 * What an address is counted by. Whoever has one IPv6 address has 2^64 to change between, so the first four
 * groups count; an IPv4 address counts as it is.
 */
export function toNetworkPrefix(address: string): string {
  if (isIP(address) !== 6) return address
  // an IPv4 address at the end stands for two groups
  const [before = '', after] = address
    .replace(/%.*$/, '')
    .replace(/[\d.]+\.\d+$/, '0:0')
    .split('::')
  const left = groupsIn(before)
  const right = groupsIn(after ?? '')
  const whole = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return `${whole
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

function groupsIn(text: string): string[] {
  return text.split(':').filter((group) => group !== '')
}
