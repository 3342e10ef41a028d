import { z } from 'zod'

/**
 * Codes are text with significant leading zeros. A unit contains every unit and grid whose code starts with
 * its own.
 */

export const CityCode = z.string().regex(/^[0-9]{6}$/)
export const DistrictCode = z.string().regex(/^[0-9]{6}$/)
export const StreetCode = z.string().regex(/^[0-9]{9}$/)
export const CommunityCode = z.string().regex(/^[0-9]{12}$/)
/** Code of a district, street or community. */
export const UnitCode = z.string().regex(/^([0-9]{6}|[0-9]{9}|[0-9]{12})$/)
export const GridCode = z.string().regex(/^[0-9]{15}$/)
/** Code of a station, centre or park: letters, digits and dashes. */
export const PlaceCode = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z_-]{0,39}$/)

/** Code of a city, optionally with a day: '320900' or '320900@2018-12-31'. */
export const DatedCityCode = z
  .string()
  .regex(/^[0-9]{6}(@[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?$/)

/** 'YYYY-MM-DD'. */
export const Day = z.iso.date()
