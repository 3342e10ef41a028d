import { z } from 'zod'

/** A timestamptz of a row: a Date or, from JSON, a text. Parsed to ISO 8601 in UTC. */
export const Moment = z.union([z.date(), z.string()]).transform((at) => new Date(at).toISOString())
