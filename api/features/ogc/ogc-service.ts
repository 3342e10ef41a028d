import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { AppError } from '../../errors.ts'
import type { CollectionDefinition, FeatureRows } from './collections/collection-definition.ts'
import { COLLECTIONS } from './collections/collections.ts'

/** A collection with its current features. */
export interface CollectionSource extends Pick<CollectionDefinition, 'id' | 'title' | 'shape' | 'fields'> {
  rows(): FeatureRows
  /** Names of the writable fields; empty: the collection is read-only. */
  writable: ReadonlySet<string>
}

/** The collections of one landing page. */
export interface OgcService {
  /** Identifies the served state: the same object means that nothing has changed. */
  state: object
  title: string
  description: string
  collections: readonly CollectionSource[]
  /** URL of the styles for vector tiles, if there are any. */
  styles: string | null
}

const NONE: ReadonlySet<string> = new Set()

/** Creates the read-only service of the published city. */
export function createCityOgcService(city: CitySnapshot, styles: string): OgcService {
  return {
    state: city,
    title: `${city.name} · ${city.nameEn}`,
    description:
      (city.demo ? '演示数据 · demonstration data. ' : '') +
      `版本 revision ${city.revision}, 数据日期 data of ${city.dataDate}, 来源 source: ${city.source}`,
    collections: COLLECTIONS.map((each) => ({ ...each, rows: () => each.rows(city), writable: NONE })),
    styles,
  }
}

/** @throws AppError not_found */
export function getCollectionSource({ collections }: OgcService, id: string): CollectionSource {
  const found = collections.find((each) => each.id === id)
  if (!found) throw new AppError('not_found', `there is no collection ${id}`, { collection: id })
  return found
}
