import * as contract from '#shared/contract/city/basemap.ts'
import { AppError } from '../../errors.ts'
import { createAddressGuard } from '../../http/address-guard.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { fetchBasemapImage } from './fetch-basemap-image.ts'
import { createBasemapImageCache } from './basemap-image-cache.ts'
import { buildBasemapTileUrl } from './basemap-tile-url.ts'

/** Readers never ask the provider themselves: it sees one server, the key stays here, and the pages need no other origin. */
export function registerBasemapRoutes(
  api: Api,
  {
    cities,
    networks,
    tiandituKey,
    now,
  }: {
    cities: SnapshotCache
    networks: readonly string[]
    tiandituKey: string | undefined
    now: () => number
  },
): void {
  const guard = createAddressGuard(networks)
  const pictureAt = createBasemapImageCache((url) => fetchBasemapImage(url, guard), now)

  registerEndpoint(api, contract.getBasemapTile, async ({ params: { city, ...at }, query }) => {
    const { snapshot } = await cities.get(city)
    const inside = at.x < 2 ** at.z && at.y < 2 ** at.z
    const url = inside ? buildBasemapTileUrl(snapshot.settings.basemap, at, tiandituKey) : null
    const picture = url === null ? null : await pictureAt(url)
    if (picture === null) throw new AppError('not_found', 'there is no picture of a basemap here', { city })
    const kept = query.v === undefined ? 'private, no-cache' : 'private, max-age=604800'
    return new Response(new Uint8Array(picture.bytes), {
      headers: { 'content-type': picture.type, 'cache-control': kept },
    })
  })
}
