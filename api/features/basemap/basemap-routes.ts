import * as contract from '#shared/contract/city/basemap.ts'
import { AppError } from '../../errors.ts'
import { createAddressGuard } from '../../http/address-guard.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { fetchBasemapImage } from './fetch-basemap-image.ts'
import type { BasemapFiles } from './files/basemap-files.ts'
import { createBasemapImageCache } from './basemap-image-cache.ts'
import { buildBasemapTileUrl } from './basemap-tile-url.ts'

/** Serves basemap tiles through this server, or out of a file of its own, so that browsers need no other origin and never see the provider's key. */
export function registerBasemapRoutes(
  api: Api,
  {
    cities,
    files,
    networks,
    tiandituKey,
    now,
  }: {
    cities: SnapshotCache
    files: BasemapFiles
    networks: readonly string[]
    tiandituKey: string | undefined
    now: () => number
  },
): void {
  const guard = createAddressGuard(networks)
  const getImage = createBasemapImageCache((url) => fetchBasemapImage(url, guard), now)

  registerEndpoint(api, contract.listBasemapFiles, async ({ params: { city } }) => {
    await cities.get(city)
    return { files: await files.list() }
  })

  registerEndpoint(api, contract.getBasemapTile, async ({ params: { city, ...at }, query }) => {
    const { basemap } = (await cities.get(city)).snapshot.settings
    const isValid = at.x < 2 ** at.z && at.y < 2 ** at.z
    const url = isValid ? buildBasemapTileUrl(basemap, at, tiandituKey) : null
    const isFromFile = isValid && basemap.kind === 'file' && basemap.file !== null
    const image = isFromFile
      ? await files.getTile(basemap.file ?? '', at)
      : url === null
        ? null
        : await getImage(url)
    if (image === null) throw new AppError('not_found', 'there is no basemap image here', { city })
    const cacheControl = query.v === undefined ? 'private, no-cache' : 'private, max-age=604800'
    return new Response(new Uint8Array(image.bytes), {
      headers: { 'content-type': image.type, 'cache-control': cacheControl },
    })
  })
}
