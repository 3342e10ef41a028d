import * as contract from '#shared/contract/city/basemap.ts'
import { AppError } from '../../errors.ts'
import { createAddressGuard } from '../../http/address-guard.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { fetchBasemapImage } from './fetch-basemap-image.ts'
import { createBasemapImageCache } from './basemap-image-cache.ts'
import { buildBasemapTileUrl } from './basemap-tile-url.ts'

/** Serves basemap tiles through this server, so that browsers need no other origin and never see the provider's key. */
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
  const getImage = createBasemapImageCache((url) => fetchBasemapImage(url, guard), now)

  registerEndpoint(api, contract.getBasemapTile, async ({ params: { city, ...at }, query }) => {
    const { snapshot } = await cities.get(city)
    const isValid = at.x < 2 ** at.z && at.y < 2 ** at.z
    const url = isValid ? buildBasemapTileUrl(snapshot.settings.basemap, at, tiandituKey) : null
    const image = url === null ? null : await getImage(url)
    if (image === null) throw new AppError('not_found', 'there is no basemap image here', { city })
    const cacheControl = query.v === undefined ? 'private, no-cache' : 'private, max-age=604800'
    return new Response(new Uint8Array(image.bytes), {
      headers: { 'content-type': image.type, 'cache-control': cacheControl },
    })
  })
}
