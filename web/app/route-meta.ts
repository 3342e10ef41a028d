import 'vue-router'
import type { Action } from '#shared/contract/permissions.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** A page about the city that the address names; its gate asks for more than a session. */
    city?: true
    /** It can show the city as of a day. */
    dated?: true
    /** Nobody sees it who is not signed in. */
    signedIn?: true
    /** Nor anybody whose role does not have this action. */
    may?: Action
  }
}
