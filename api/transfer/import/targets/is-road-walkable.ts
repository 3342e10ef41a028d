import type { RowFields } from '../rows/merge-row.ts'

const ALLOWED = new Set(['yes', 'designated', 'permissive', 'official', 'destination', 'customers'])
const FORBIDDEN = new Set(['no', 'private', 'use_sidepath'])
const SIDEWALKS = new Set(['yes', 'both', 'left', 'right', 'separate'])

/**
 * Whether people may walk along a road, by the tags of OpenStreetMap: what `foot` says holds; else nobody walks where
 * access is forbidden, nor on a motorway or its links, unless it has a sidewalk.
 */
export function isRoadWalkable({ class: kind, foot, access, sidewalk }: RowFields): boolean {
  if (has(ALLOWED, foot)) return true
  if (has(FORBIDDEN, foot) || has(FORBIDDEN, access)) return false
  return kind !== 'motorway' || has(SIDEWALKS, sidewalk)
}

const has = (words: ReadonlySet<string>, tag: RowFields[string] | undefined): boolean =>
  typeof tag === 'string' && words.has(tag.trim().toLowerCase())
