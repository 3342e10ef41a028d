import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { AppError } from '../../errors.ts'
import { type Collection, COLLECTIONS, type Rows } from './collections.ts'

/** A collection as it is served: what it is, and its features at this moment. */
export interface Served extends Pick<Collection, 'id' | 'title' | 'shape' | 'fields'> {
  rows(): Rows
  /** Names of the fields that may be written; none: the collection is read only. */
  writable: ReadonlySet<string>
}

/** What one landing page leads to. */
export interface Service {
  /** Stands for the state that is served: as long as it is the same object, nothing has changed. */
  state: object
  title: string
  description: string
  collections: readonly Served[]
  /** Where styles for vector tiles are, if there are any. */
  styles: string | null
}

const NONE: ReadonlySet<string> = new Set()

/** The city as it is published: read only. */
export function publishedService(city: CitySnapshot, styles: string): Service {
  return {
    state: city,
    title: `${city.name} · ${city.nameEn}`,
    description: `${city.demo ? '演示数据 · demonstration data. ' : ''}修订号 revision ${city.revision}, 数据日期 data of ${city.dataDate}, 来源 source: ${city.source}`,
    collections: COLLECTIONS.map((each) => ({ ...each, rows: () => each.rows(city), writable: NONE })),
    styles,
  }
}

/** @throws AppError not_found */
export function served({ collections }: Service, id: string): Served {
  const found = collections.find((each) => each.id === id)
  if (!found) throw new AppError('not_found', `there is no collection ${id}`, { collection: id })
  return found
}
