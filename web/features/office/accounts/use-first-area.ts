import type { Area } from '#shared/contract/permissions.ts'
import { valueOf } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useSession } from '../../../state/session.store.ts'

/** What a form begins with: one city. All cities are given to somebody on purpose, never by oversight. */
export function useFirstArea(): () => Area {
  const city = useCity()
  const session = useSession()
  return () => ({ city: valueOf(city.cities)?.[0]?.code ?? session.session?.area.city ?? '*' })
}
