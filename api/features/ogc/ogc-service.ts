import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { AppError } from '../../errors.ts'
import type { CollectionDefinition, FeatureRows } from './collection-definition.ts'
import { COLLECTIONS } from './collections.ts'

/** A collection as it is served: what it is, and its features at this moment. */
export interface CollectionSource extends Pick<CollectionDefinition, 'id' | 'title' | 'shape' | 'fields'> {
  rows(): FeatureRows
  /** Names of the fields that may be written; none: the collection is read only. */
  writable: ReadonlySet<string>
}

/** What one landing page leads to. */
export interface OgcService {
  /** Stands for the state that is served: as long as it is the same object, nothing has changed. */
  state: object
  title: string
  description: string
  collections: readonly CollectionSource[]
  /** Where styles for vector tiles are, if there are any. */
  styles: string | null
}

const NONE: ReadonlySet<string> = new Set()

/** The city as it is published: read only. */
export function createCityOgcService(city: CitySnapshot, styles: string): OgcService {
  return {
    state: city,
    title: `${city.name} · ${city.nameEn}`,
    description: `${city.demo ? '演示数据 · demonstration data. ' : ''}修订号 revision ${city.revision}, 数据日期 data of ${city.dataDate}, 来源 source: ${city.source}`,
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
