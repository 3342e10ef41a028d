import { expect, it } from 'vitest'
import { createAddressGuard } from '../../../api/http/address-guard.ts'

const guard = createAddressGuard([])

it.each([
  ['mapped', '::ffff:127.0.0.1'],
  ['mapped, spelled out', '0:0:0:0:0:ffff:7f00:1'],
  ['mapped, in brackets', '[::FFFF:10.0.0.1]'],
  ['compatible', '::127.0.0.1'],
  ['translated (SIIT)', '::ffff:0:10.0.0.1'],
  ['translated (NAT64)', '64:ff9b::10.0.0.1'],
  ['translated (local NAT64)', '64:ff9b:1::1'],
  ['6to4', '2002:7f00:1::'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd12::1'],
  ['link-local', 'fe80::1%eth0'],
  ['documentation', '2001:db8::1'],
  ['documentation (RFC 9637)', '3fff:fff::1'],
  ['documentation (IPv4)', '198.51.100.7'],
  ['segment routing', '5f00::1'],
  ['this host', '::'],
])('an address that is %s is not called: %s', (_what, address) => {
  expect(guard.allows(address)).toBe(false)
})

it.each(['1.1.1.1', '::ffff:1.1.1.1', '2606:4700:4700::1111', '[2400:3200::1]'])(
  '%s is public',
  (address) => {
    expect(guard.allows(address)).toBe(true)
  },
)
