/**
 * A cookie that scripts and other sites cannot reach. `seconds` 0 removes it.
 *
 * `__Host-` names would be safer still, but browsers take them over https only, and the server also runs on a plain
 * loopback address.
 */
export function buildCookieHeader(
  name: string,
  value: string,
  {
    seconds,
    secure,
    path = '/',
    sameSite = 'Strict',
  }: {
    seconds: number
    secure: boolean
    path?: string
    /** Lax only for what must come along when another site sends the browser here. */
    sameSite?: 'Strict' | 'Lax'
  },
): string {
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`
}
