import type { PermissionArea } from '#shared/contract/permissions.ts'
import { getResourceValue } from '../../../lib/resource.ts'
import { useCity } from '../../../state/city.store.ts'
import { useSession } from '../../../state/session.store.ts'

/** What a form begins with: one city. All cities are given to somebody on purpose, never by oversight. */
export function useDefaultArea(): () => PermissionArea {
  const city = useCity()
  const session = useSession()
  return () => ({ city: getResourceValue(city.cities)?.[0]?.code ?? session.session?.area.city ?? '*' })
}
