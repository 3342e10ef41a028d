import type { Session } from '#shared/contract/access/session.ts'
import type { CredentialHeaders } from '../http/credential-headers.ts'

const CHECK_MS = 15_000

/** Watches over answers that stay open: an event stream must not outlive the right to hear it. */
export interface StreamRevoker {
  watch(headers: CredentialHeaders, end: () => void): () => void
  /** Called after every change of rights; time alone ends sessions too, so it also runs now and then. */
  check(): void
}

export function createStreamRevoker(find: (headers: CredentialHeaders) => Session | null): StreamRevoker {
  const open = new Set<{ headers: CredentialHeaders; key: string; end: () => void }>()
  let timer: NodeJS.Timeout | undefined
  const keyOf = (session: Session | null) =>
    session === null ? '' : JSON.stringify([session.subject, session.role, session.area, session.scopes])
  const check = () => {
    for (const stream of open) {
      if (keyOf(find(stream.headers)) === stream.key) continue
      open.delete(stream)
      stream.end()
    }
  }
  return {
    watch(headers, end) {
      const stream = { headers, key: keyOf(find(headers)), end }
      open.add(stream)
      timer ??= setInterval(check, CHECK_MS).unref()
      return () => {
        open.delete(stream)
        if (open.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    check,
  }
}
