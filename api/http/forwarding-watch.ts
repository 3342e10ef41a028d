import type { Logger } from 'pino'

const HEADERS = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const

export interface UntrustedForwarding {
  header: (typeof HEADERS)[number]
  /** ISO 8601: when it was seen first. */
  at: string
}

export interface ForwardingWatch {
  /** Looks at the headers of a request. */
  notice(header: (name: string) => string | undefined): void
  /** The first forwarding header that nobody trusts; null: none was seen, or proxies are configured. */
  seen(): UntrustedForwarding | null
}

/**
 * Notices that requests carry headers of a proxy although TRUSTED_PROXIES is 0: everybody then has the address of the
 * proxy, so that limits and the audit log mean one caller. Logged once; the health page shows it.
 */
export function createForwardingWatch(
  log: Logger,
  trustedProxies: number,
  now: () => number,
): ForwardingWatch {
  let first: UntrustedForwarding | null = null
  return {
    notice(header) {
      if (trustedProxies > 0 || first !== null) return
      const found = HEADERS.find((name) => header(name) !== undefined)
      if (found === undefined) return
      first = { header: found, at: new Date(now()).toISOString() }
      log.warn(
        { header: found },
        'a request carries a forwarding header that is not trusted: with a proxy in front, set TRUSTED_PROXIES',
      )
    },
    seen: () => first,
  }
}
