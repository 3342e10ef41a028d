import * as contract from '#shared/contract/basemap.ts'
import { AppError } from '../../errors.ts'
import { addressGuard } from '../../http/address-guard.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { fetchPicture } from './fetch-picture.ts'
import { keepPictures } from './kept-pictures.ts'
import { tileUrl } from './tile-url.ts'

/** Readers never ask the provider themselves: it sees one server, the key stays here, and the pages need no other origin. */
export function basemapRoutes(
  api: Api,
  {
    cities,
    networks,
    tiandituKey,
    now,
  }: { cities: Cities; networks: readonly string[]; tiandituKey: string | undefined; now: () => number },
): void {
  const guard = addressGuard(networks)
  const pictureAt = keepPictures((url) => fetchPicture(url, guard), now)

  mount(api, contract.getBasemapTile, async ({ params: { city, ...at }, query }) => {
    const { snapshot } = await cities.get(city)
    const inside = at.x < 2 ** at.z && at.y < 2 ** at.z
    const url = inside ? tileUrl(snapshot.settings.basemap, at, tiandituKey) : null
    const picture = url === null ? null : await pictureAt(url)
    if (picture === null) throw new AppError('not_found', 'there is no picture of a basemap here', { city })
    const kept = query.v === undefined ? 'private, no-cache' : 'private, max-age=604800'
    return new Response(new Uint8Array(picture.bytes), {
      headers: { 'content-type': picture.type, 'cache-control': kept },
    })
  })
}
