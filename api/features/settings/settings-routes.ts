import * as contract from '#shared/contract/city/city-settings.ts'
import { type CitySettings, readStoredSettings } from '#shared/contract/city/city-settings.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { toProvenance } from '../../snapshot/provenance.ts'

const sql = {
  get: loadSql('api/features/settings/sql/find-settings.sql'),
  put: loadSql('api/features/settings/sql/update-settings.sql'),
}

export function registerSettingsRoutes(
  api: Api,
  {
    database,
    cities,
    checkBasemapFile,
    hasTiandituKey,
  }: {
    database: Database
    cities: SnapshotCache
    /** What a file of tiles says of itself. @throws AppError for one that cannot be a basemap */
    checkBasemapFile: (name: string) => Promise<{ maxZoom: number; attribution: string | null }>
    hasTiandituKey: boolean
  },
): void {
  const answer = async (city: string, atLeast?: number) => {
    const { snapshot } = await cities.get(city, atLeast)
    return {
      provenance: toProvenance(snapshot),
      version: snapshot.settingsVersion,
      settings: snapshot.settings,
    }
  }

  /** What a file of tiles says of itself: its closest zoom, and whose map it is unless the settings say it. */
  const completeBasemap = async (settings: CitySettings): Promise<CitySettings> => {
    const { kind, file, attribution } = settings.basemap
    if (kind !== 'file' || file === null) return settings
    const archive = await checkBasemapFile(file)
    const basemap = {
      ...settings.basemap,
      attribution: attribution ?? archive.attribution,
      maxZoom: Math.min(20, archive.maxZoom),
    }
    return { ...settings, basemap }
  }

  registerEndpoint(api, contract.getSettings, ({ params }) => answer(params.city))

  registerEndpoint(api, contract.putSettings, async ({ params: { city }, body, session, context }) => {
    if (body.settings.basemap.kind.startsWith('tianditu') && !hasTiandituKey)
      throw new AppError('basemap_key_missing', 'the server has no TIANDITU_KEY')
    const settings = await completeBasemap(body.settings)
    const { address } = context.get('client')
    const request = {
      city,
      actor: session?.name ?? 'nobody',
      note: body.note,
      requestId: body.requestId,
      kind: 'settings.change',
      ...(address === null ? {} : { address }),
    }
    const { revision } = await commitChangeset(database, request, async (tx) => {
      const before = readStoredSettings((await tx.query<{ settings: unknown }>(sql.get)).rows[0]?.settings)
      if (before.version !== body.version)
        throw new AppError('stale_base', 'somebody else has changed the settings in the meantime', {
          version: before.version,
        })
      await tx.query(sql.put, [{ ...settings, version: before.version + 1 }])
      return {
        answer: null,
        box: null,
        layers: [],
        audit: { object: 'settings', detail: differences(before.settings, settings) },
      }
    })
    return answer(city, revision)
  })
}

/** Section by section; a logo is too large for a log. */
function differences(
  before: contract.CitySettings,
  after: contract.CitySettings,
): { before: object; after: object } {
  const plain = ({ names: { logo, ...names }, ...rest }: contract.CitySettings) => ({
    ...rest,
    names: { ...names, logo: logo === null ? null : `${logo.length} characters` },
  })
  const was = Object.entries(plain(before))
  const is = new Map<string, object>(Object.entries(plain(after)))
  const changed = was.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(is.get(name)))
  return {
    before: Object.fromEntries(changed),
    after: Object.fromEntries(changed.map(([name]) => [name, is.get(name)])),
  }
}
