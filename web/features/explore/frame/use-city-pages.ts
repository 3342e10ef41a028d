import { computed } from 'vue'
import { isAllowedSomewhere } from '#shared/contract/permissions.ts'
import { useCity } from '../../../state/city.store.ts'
import { useSession } from '../../../state/session.store.ts'

/** Returns the pages of the city that the session may open, by the names of their routes. */
export function useCityPages() {
  const city = useCity()
  const session = useSession()
  return computed(() => {
    const { code } = city
    if (code === null) return []
    const somewhere = (permission: 'draft.edit' | 'city.export') =>
      session.session !== null && isAllowedSomewhere(session.session, permission, code)
    return [
      ...(session.mayDo('city.setup', { city: code, code }) ? (['setup'] as const) : []),
      ...(session.mayDo('coverage.read', { city: code }) ? (['planner'] as const) : []),
      ...(somewhere('draft.edit') ? (['drafts'] as const) : []),
      ...(somewhere('city.export') ? (['transfer'] as const) : []),
      ...(session.mayDo('city.read', { city: code }) ? (['screens'] as const) : []),
    ]
  })
}
